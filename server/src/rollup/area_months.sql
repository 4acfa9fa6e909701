-- The sums that ride on the reports of the period, as three columns of equal length: no cells are read, nothing is sorted or
-- grouped. A draft counts only for those who may see it being written (`counted`, LIKE patterns like `places`), and a few
-- producers' sum only for those who know them (`known`).
SELECT array_agg(report.district) AS units, array_agg(report.month) AS months,
       array_agg(CASE WHEN asked.confirmed THEN report.confirmed_satang ELSE report.live_satang END) AS satang
FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[], $6::text[])) AS asked (places, first, last, confirmed, counted, known)
JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
WHERE (asked.confirmed OR report.status <> 'DRAFT' OR report.district LIKE ANY (asked.counted))
  AND (report.roster_size >= (SELECT fewest_producers FROM disclosure) OR report.district LIKE ANY (asked.known))
