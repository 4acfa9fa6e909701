-- The rosters of open reports. Who reported does not change: a producer with a sheet in a month does not leave it.
UPDATE report
SET roster_size = (SELECT count(*) FROM active_producer(report.district, report.month))
WHERE district = $1 AND month >= $2 AND status IN ('DRAFT', 'RETURNED')
