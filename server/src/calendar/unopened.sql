-- Districts that exist on any day of the month and have no report of it. Every node asks every few seconds: the two sets are
-- read once each.
WITH asked AS (SELECT $1::date AS month, $2::text AS place)
SELECT area.code
FROM asked JOIN area ON length(area.code) = 4 AND area.code LIKE asked.place
    AND area.valid_from < asked.month + interval '1 month' AND (area.valid_until IS NULL OR area.valid_until >= asked.month)
EXCEPT
SELECT report.district FROM report JOIN asked USING (month)
ORDER BY code
