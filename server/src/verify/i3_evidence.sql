-- I3: how many producers of a report have evidence, were looked at, and did not agree when they were looked at last.
SELECT 'report' AS what, concat(report.district, ':', to_char(report.month, 'YYYY-MM')) AS place,
       concat_ws(' ', 'evidenced', coalesce(shown.evidenced, 0), 'checked', coalesce(shown.checked, 0), 'disagreeing', coalesce(shown.disagreeing, 0)) AS expected,
       concat_ws(' ', 'evidenced', report.evidenced, 'checked', report.spot_checked, 'disagreeing', report.disagreeing) AS found
FROM report
LEFT JOIN (
    SELECT roster_now.district, roster_now.month, count(standing.producer_id) AS evidenced, count(latest.agrees) AS checked,
           count(*) FILTER (WHERE NOT latest.agrees) AS disagreeing
    FROM roster_now
    LEFT JOIN (SELECT DISTINCT district, month, producer_id FROM evidence
               WHERE id NOT IN (SELECT evidence_id FROM evidence_withdrawal)) AS standing USING (district, month, producer_id)
    LEFT JOIN (SELECT DISTINCT ON (district, month, producer_id) district, month, producer_id, agrees FROM spot_check
               ORDER BY district, month, producer_id, checked_at DESC, id DESC) AS latest USING (district, month, producer_id)
    GROUP BY roster_now.district, roster_now.month
) AS shown USING (district, month)
WHERE (report.evidenced, report.spot_checked, report.disagreeing)
   <> (coalesce(shown.evidenced, 0), coalesce(shown.checked, 0), coalesce(shown.disagreeing, 0))
