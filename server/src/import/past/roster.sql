-- The frozen roster of confirmed months.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json)
        AS row (month date, confirmed boolean, producer_id uuid, kind text, subdistrict text)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO roster (district, month, producer_id, kind, subdistrict)
SELECT given.district, row.month, row.producer_id, row.kind, row.subdistrict
FROM row, given
WHERE row.confirmed
