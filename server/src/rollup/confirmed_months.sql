-- The months of which each district has a confirmed version.
SELECT report.district AS unit, array_agg(report.month) AS months
FROM (VALUES ($1::text[], $2::date, $3::date)) AS asked (places, first, last)
JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
WHERE report.confirmed_version > 0
GROUP BY report.district
