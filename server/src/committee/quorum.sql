-- What is a quorum for the report's submission, and on which days its meetings were adjourned for want of one.
SELECT coalesce(report.quorum, 1) AS first, coalesce(report.recalled_quorum, report.quorum, 1) AS again,
       coalesce(report.recalled_within_days, 1)::int AS within_days,
       ARRAY(SELECT meeting.held_on FROM meeting
             WHERE meeting.district = report.district AND meeting.month = report.month AND meeting.submission = report.submission
               AND meeting.outcome = 'ADJOURNED') AS adjourned
FROM report WHERE report.district = $1 AND report.month = $2
