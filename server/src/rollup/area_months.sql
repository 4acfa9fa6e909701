-- Per district: the months of the period that have a report, and the sum that rides on each report's row. No cells are read.
-- A district's draft counts only for those who may see it being written (`drafts`, LIKE patterns like `places`).
SELECT place.code AS unit, line.months, line.satang
FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[])) AS asked (places, first, last, confirmed, drafts)
JOIN area AS place ON length(place.code) = 4 AND place.code LIKE ANY (asked.places)
CROSS JOIN LATERAL (
    SELECT array_agg(report.month) AS months,
           array_agg(CASE WHEN asked.confirmed THEN report.confirmed_satang ELSE report.live_satang END) AS satang
    FROM report
    WHERE report.district = place.code AND report.month BETWEEN asked.first AND asked.last
      AND (asked.confirmed OR report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts))
) AS line
WHERE line.months IS NOT NULL
ORDER BY place.code
