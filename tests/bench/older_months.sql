-- January 2566 of a district, once more for each of some months before October 2564: enough for a pull to carry.
WITH older AS (
    SELECT ('2021-10-01'::date - make_interval(months => back))::date AS month FROM generate_series(1, $2) AS back
), january AS (SELECT '2023-01-01'::date AS month), reports AS (
    INSERT INTO report (district, month, roster_size)
    SELECT report.district, older.month, report.roster_size
    FROM report JOIN january USING (month), older WHERE report.district = $1
    RETURNING district, month
), sheets AS (
    INSERT INTO sheet (district, month, producer_id, state, reason, version, changed_at, source)
    SELECT reports.district, reports.month, sheet.producer_id, sheet.state, sheet.reason, 1, sheet.changed_at, sheet.source
    FROM reports JOIN sheet USING (district), january WHERE sheet.month = january.month
    RETURNING district, month, producer_id
)
INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at, source)
SELECT sheets.district, sheets.month, sheets.producer_id, cell.category, cell.channel, cell.amount, 1, cell.changed_at, cell.source
FROM sheets JOIN cell USING (district, producer_id), january WHERE cell.month = january.month
