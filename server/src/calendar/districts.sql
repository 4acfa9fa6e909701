-- Districts that exist on any day of the month.
SELECT area.code, asked.month
FROM (SELECT $1::date AS month) AS asked
JOIN area ON length(area.code) = 4
    AND area.valid_from < asked.month + interval '1 month' AND (area.valid_until IS NULL OR area.valid_until >= asked.month)
