-- How many districts of a place owe a report of each month, and how many of them ever confirmed it.
SELECT asked.month, count(area.code)::int AS expected, count(report.district) FILTER (WHERE report.confirmed_version > 0)::int AS confirmed
FROM (SELECT unnest($1::date[]) AS month, $2::text AS place) AS asked
JOIN area ON length(area.code) = 4 AND area.code LIKE asked.place
    AND area.valid_from < asked.month + interval '1 month' AND (area.valid_until IS NULL OR area.valid_until >= asked.month)
LEFT JOIN report ON report.district = area.code AND report.month = asked.month
GROUP BY asked.month
