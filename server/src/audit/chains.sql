-- The chains of the places that begin so, with the heads that were handed out.
WITH asked AS (
    SELECT $1::text AS prefix, $2::date AS month
), chain AS (
    SELECT district AS area, month, chain_length AS length, chain_head AS head FROM report WHERE chain_length > 0
    UNION ALL
    SELECT area, NULL, length, head FROM area_chain
)
SELECT chain.area, chain.month, chain.length, encode(chain.head, 'hex') AS head
FROM asked JOIN chain ON starts_with(chain.area, asked.prefix) AND (asked.month IS NULL OR chain.month = asked.month)
ORDER BY chain.area COLLATE "C", chain.month NULLS FIRST
