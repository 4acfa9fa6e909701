-- The rosters of open reports after producers joined.
UPDATE report SET roster_size = (SELECT count(*) FROM active_producer(report.district, report.month))
WHERE district = ANY($1) AND status IN ('DRAFT', 'RETURNED')
