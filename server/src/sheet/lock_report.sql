-- By itself: a locking join would hand out companions that are older than the lock.
SELECT report.district, report.month, report.status
FROM report JOIN unnest($1::text[], $2::date[]) AS wanted (district, month) USING (district, month)
ORDER BY report.district, report.month
FOR UPDATE OF report
