SELECT array_agg(unit) AS units, array_agg(month) AS months, array_agg(satang) AS satang
FROM (SELECT unit, month, sum(satang)::bigint AS satang FROM figure GROUP BY unit, month) AS line
