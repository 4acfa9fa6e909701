-- The lines of a consolidation; from a viewer (not `known`) the amounts of a few producers are withheld.
SELECT line.district, line.status, line.confirmed_version, line.timeliness,
       CASE WHEN told.enough THEN line.confirmed_satang END AS confirmed,
       CASE WHEN told.enough THEN line.unconfirmed_satang END AS unconfirmed,
       CASE WHEN told.enough THEN line.difference_satang END AS difference
FROM (VALUES ($1::date, $2::int, $3::boolean)) AS asked (month, number, known)
JOIN consolidation_district AS line USING (month, number)
LEFT JOIN report ON report.district = line.district AND report.month = line.month
CROSS JOIN LATERAL (
    SELECT asked.known OR coalesce(report.roster_size, 0) >= disclosure.fewest_producers AS enough FROM disclosure
) AS told
ORDER BY line.district
