-- Version 1 of every sheet there is; its source says that no operation made it.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json) AS row (month date, producer_id uuid, state text, reason text)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO sheet (district, month, producer_id, state, reason, version, changed_at, source)
SELECT given.district, row.month, row.producer_id, row.state, row.reason, 1, given.at, given.source
FROM row, given
WHERE row.state IS NOT NULL
