-- The producers the report answers for from now on, with their kind and subdistrict of the month.
INSERT INTO roster (district, month, producer_id, kind, subdistrict)
SELECT asked.district, asked.month, active.producer_id, active.kind, active.subdistrict
FROM (SELECT $1::text AS district, $2::date AS month) AS asked
CROSS JOIN LATERAL active_producer(asked.district, asked.month) AS active
