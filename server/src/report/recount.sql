UPDATE report
SET roster_size = counted.roster_size, reported = counted.reported, not_obtained = counted.not_obtained,
    live_satang = (SELECT coalesce(sum(rollup.satang), 0)::bigint FROM rollup
                   WHERE NOT rollup.confirmed AND rollup.district = report.district AND rollup.month = report.month)
FROM (
    SELECT asked.district, asked.month, count(member.producer_id) AS roster_size,
           count(*) FILTER (WHERE sheet.state IN ('COMPLETE', 'NO_SALES')) AS reported,
           count(*) FILTER (WHERE sheet.state = 'NOT_OBTAINED') AS not_obtained
    FROM (SELECT $1::text AS district, $2::date AS month) AS asked
    LEFT JOIN LATERAL roster_of(asked.district, asked.month) AS member ON true
    LEFT JOIN sheet ON sheet.district = asked.district AND sheet.month = asked.month AND sheet.producer_id = member.producer_id
    GROUP BY asked.district, asked.month
) AS counted
WHERE report.district = counted.district AND report.month = counted.month
