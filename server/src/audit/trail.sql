-- The latest links of a report's chain before an index; with a producer those that name it, with its lines only.
WITH asked AS (
    SELECT $1::text AS area, $2::date AS month, $3::text AS producer, $4::int AS before, $5::int AS most
)
SELECT event.chain_index AS index, event.kind, event.at, event.person_id AS person, told."byName" AS by, told.device, told.capacity,
       told.reason, told.digest, encode(event.hash, 'hex') AS hash, done.lines
FROM asked
JOIN event ON event.area = asked.area AND event.month = asked.month AND event.chain_index < asked.before
CROSS JOIN LATERAL json_to_record(event.body::json)
    AS told ("byName" text, device uuid, capacity text, reason text, digest text, operations json)
CROSS JOIN LATERAL (
    SELECT json_agg(line)::text AS lines FROM json_array_elements(told.operations) AS line
    WHERE asked.producer IS NULL OR line ->> 'producer' = asked.producer
) AS done
-- The text is looked through before it is taken apart.
WHERE asked.producer IS NULL OR strpos(event.body, asked.producer) > 0 AND done.lines IS NOT NULL
ORDER BY event.chain_index DESC
LIMIT (SELECT most FROM asked)
