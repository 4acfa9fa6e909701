-- Sums twice: live, and of the confirmed version where there is one.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json)
        AS row (month date, confirmed boolean, kind text, category text, channel text, satang bigint, cells int)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
SELECT basis.confirmed, given.district, row.month, row.kind, row.category, row.channel, row.satang, row.cells
FROM row, given, (VALUES (false), (true)) AS basis (confirmed)
WHERE row.confirmed OR NOT basis.confirmed
