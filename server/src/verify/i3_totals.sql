-- I3: a report's totals are those of its cells, sheets and roster.
SELECT 'report' AS what, concat(report.district, ':', to_char(report.month, 'YYYY-MM')) AS place,
       concat_ws(' ', coalesce(money.satang, 0), 'satang, roster', coalesce(people.roster, 0), 'reported', coalesce(people.reported, 0), 'not obtained', coalesce(people.missing, 0)) AS expected,
       concat_ws(' ', report.live_satang, 'satang, roster', report.roster_size, 'reported', report.reported, 'not obtained', report.not_obtained) AS found
FROM report
LEFT JOIN (SELECT district, month, sum(amount * 100)::bigint AS satang FROM figure GROUP BY district, month) AS money USING (district, month)
LEFT JOIN (
    SELECT district, month, count(*) AS roster,
           count(*) FILTER (WHERE sheet.state IN ('COMPLETE', 'NO_SALES')) AS reported,
           count(*) FILTER (WHERE sheet.state = 'NOT_OBTAINED') AS missing
    FROM roster_now LEFT JOIN sheet USING (district, month, producer_id)
    GROUP BY district, month
) AS people USING (district, month)
WHERE (report.live_satang, report.roster_size, report.reported, report.not_obtained)
   <> (coalesce(money.satang, 0), coalesce(people.roster, 0), coalesce(people.reported, 0), coalesce(people.missing, 0))
