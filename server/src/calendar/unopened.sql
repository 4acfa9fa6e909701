-- Districts that exist on any day of the month and have no report of it.
SELECT area.code
FROM (SELECT $1::date AS month, $2::text AS place) AS asked
JOIN area ON length(area.code) = 4 AND area.code LIKE asked.place
    AND area.valid_from < asked.month + interval '1 month' AND (area.valid_until IS NULL OR area.valid_until >= asked.month)
WHERE NOT EXISTS (SELECT FROM report WHERE report.district = area.code AND report.month = asked.month)
ORDER BY area.code
