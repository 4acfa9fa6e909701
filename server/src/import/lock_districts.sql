-- The districts' open reports: their rosters are about to grow.
SELECT FROM report
WHERE district = ANY($1) AND status IN ('DRAFT', 'RETURNED')
ORDER BY district, month
FOR UPDATE
