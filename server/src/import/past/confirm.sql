-- Locks confirmed history.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json) AS row (month date, confirmed boolean, satang bigint, digest text)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
UPDATE report
SET status = 'CONFIRMED', digest = row.digest, confirmed_version = 1, confirmed_satang = row.satang
FROM row, given
WHERE report.district = given.district AND report.month = row.month AND row.confirmed
