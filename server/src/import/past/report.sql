-- Reports with their totals, still open: the figures come next. A report that only waits for its month is taken over.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json)
        AS row (month date, loaded boolean, roster_size int, reported int, not_obtained int, satang bigint)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO report (district, month, roster_size, reported, not_obtained, live_satang, import_source, changed_at)
SELECT given.district, row.month, row.roster_size, row.reported, row.not_obtained, row.satang, CASE WHEN row.loaded THEN given.source END, given.at
FROM row, given
ON CONFLICT (district, month) DO UPDATE
SET roster_size = excluded.roster_size, reported = excluded.reported, not_obtained = excluded.not_obtained,
    live_satang = excluded.live_satang, import_source = excluded.import_source, changed_at = excluded.changed_at
