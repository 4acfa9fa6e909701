WITH given AS (SELECT $1::text AS district, $2::date AS month)
UPDATE report
SET evidenced = counted.evidenced, spot_checked = counted.checked, disagreeing = counted.disagreeing
FROM given
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE member.evidenced) AS evidenced, count(*) FILTER (WHERE member.checked) AS checked,
           count(*) FILTER (WHERE member.disagrees) AS disagreeing
    FROM evidence_of(given.district, given.month) AS member
) AS counted
WHERE report.district = given.district AND report.month = given.month
