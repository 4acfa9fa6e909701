-- January 2566 of a district, once more for each of some months before October 2564: enough for a pull to carry.
WITH asked AS (
    SELECT $1::text AS district, $2::int AS months, '2023-01-01'::date AS january
), older AS (
    SELECT ('2021-10-01'::date - make_interval(months => back))::date AS month FROM asked, generate_series(1, asked.months) AS back
), reports AS (
    INSERT INTO report (district, month, roster_size)
    SELECT report.district, older.month, report.roster_size
    FROM asked JOIN report ON report.district = asked.district AND report.month = asked.january, older
    RETURNING district, month
), sheets AS (
    INSERT INTO sheet (district, month, producer_id, state, reason, version, changed_at, source)
    SELECT reports.district, reports.month, sheet.producer_id, sheet.state, sheet.reason, 1, sheet.changed_at, sheet.source
    FROM reports JOIN sheet USING (district), asked WHERE sheet.month = asked.january
    RETURNING district, month, producer_id
)
INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at, source)
SELECT sheets.district, sheets.month, sheets.producer_id, cell.category, cell.channel, cell.amount, 1, cell.changed_at, cell.source
FROM sheets JOIN cell USING (district, producer_id), asked WHERE cell.month = asked.january
