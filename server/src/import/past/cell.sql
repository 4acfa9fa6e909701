-- Version 1 of every cell.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json)
        AS row (month date, producer_id uuid, category text, channel text, amount numeric)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at, source)
SELECT given.district, row.month, row.producer_id, row.category, row.channel, row.amount, 1, given.at, given.source
FROM row, given
