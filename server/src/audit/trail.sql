-- The latest links of a report's chain (those of an estimate in its district's) before an index; with a producer those that name it, with its lines only.
WITH asked AS (
    SELECT $1::text AS area, $2::date AS month, $3::int AS fiscal_year, $4::text AS producer, $5::int AS before, $6::int AS most
)
SELECT event.chain_index AS index, event.kind, event.at, event.person_id AS person, told."byName" AS by, told.device, told.capacity,
       told.reason, told.digest, encode(event.hash, 'hex') AS hash, done.lines
FROM asked
JOIN event ON event.area = asked.area AND event.month IS NOT DISTINCT FROM asked.month AND event.chain_index < asked.before
CROSS JOIN LATERAL json_to_record(event.body::json)
    AS told ("byName" text, "fiscalYear" int, device uuid, capacity text, reason text, digest text, operations json)
CROSS JOIN LATERAL (
    SELECT json_agg(line)::text AS lines FROM json_array_elements(told.operations) AS line
    WHERE asked.producer IS NULL OR line ->> 'producer' = asked.producer
) AS done
-- The text is looked through before it is taken apart.
WHERE told."fiscalYear" IS NOT DISTINCT FROM asked.fiscal_year AND (asked.producer IS NULL OR strpos(event.body, asked.producer) > 0 AND done.lines IS NOT NULL)
ORDER BY event.chain_index DESC
LIMIT (SELECT most FROM asked)
