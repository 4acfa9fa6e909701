-- Whether a month is still to be drafted: one that was lived here (a month whose reports are all imported never closed here) and
-- that nobody has added up.
SELECT NOT EXISTS (SELECT FROM consolidation WHERE consolidation.month = asked.month)
   AND EXISTS (
       SELECT FROM report LEFT JOIN confirmed_version AS kept
           ON kept.district = report.district AND kept.month = report.month AND kept.number = report.confirmed_version
       WHERE report.month = asked.month AND kept.timeliness IS DISTINCT FROM 'IMPORTED'
   ) AS wanted
FROM (SELECT $1::date AS month) AS asked
