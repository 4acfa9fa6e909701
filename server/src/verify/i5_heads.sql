-- I5: the heads that are handed out are the ends of their chains: an event removed at the end is missed here.
WITH chain AS (
    SELECT DISTINCT ON (area, month) area, month, chain_index AS length, hash AS head
    FROM event ORDER BY area, month, chain_index DESC
), kept AS (
    SELECT district AS area, month, chain_length AS length, chain_head AS head FROM report
    UNION ALL
    SELECT area, NULL, length, head FROM area_chain
)
SELECT 'chain' AS what, concat_ws(' ', coalesce(kept.area, chain.area), to_char(coalesce(kept.month, chain.month), 'YYYY-MM')) AS place,
       concat(coalesce(kept.length, 0), ' events, head ', left(encode(kept.head, 'hex'), 16)) AS expected,
       concat(coalesce(chain.length, 0), ' events, head ', left(encode(chain.head, 'hex'), 16)) AS found
FROM kept
FULL JOIN chain ON chain.area = kept.area AND coalesce(chain.month, '-infinity') = coalesce(kept.month, '-infinity')
WHERE (coalesce(kept.length, 0), coalesce(kept.head, decode(repeat('00', 32), 'hex')))
   <> (coalesce(chain.length, 0), coalesce(chain.head, decode(repeat('00', 32), 'hex')))
