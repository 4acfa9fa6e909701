-- The last month each district has submitted: a producer that begins earlier would be missing on its roster.
SELECT district, max(month) AS month FROM report
WHERE district = ANY($1) AND status NOT IN ('DRAFT', 'RETURNED')
GROUP BY district
