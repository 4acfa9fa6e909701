SELECT unit, kind, category, channel, sum(satang)::bigint AS satang
FROM figure
GROUP BY unit, kind, category, channel
