-- A report whose month was written before the opening was noticed.
INSERT INTO report (district, month, roster_size)
SELECT wanted.district, wanted.month, (SELECT count(*) FROM active_producer(wanted.district, wanted.month))
FROM unnest($1::text[], $2::date[]) AS wanted (district, month)
ORDER BY wanted.district, wanted.month
ON CONFLICT DO NOTHING
