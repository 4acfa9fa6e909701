-- What is a quorum for the present submission, and on which days its meetings were adjourned for want of one.
WITH asked AS (
    SELECT $1::text AS district, $2::date AS month
), frozen AS (
    SELECT district, month, submission, quorum, recalled_quorum, recalled_within_days FROM report JOIN asked USING (district, month)
    UNION ALL
    SELECT district, month, submission, quorum, recalled_quorum, recalled_within_days FROM estimate JOIN asked USING (district, month)
)
SELECT coalesce(frozen.quorum, 1) AS first, coalesce(frozen.recalled_quorum, frozen.quorum, 1) AS again,
       coalesce(frozen.recalled_within_days, 1)::int AS within_days,
       ARRAY(SELECT meeting.held_on FROM meeting
             WHERE meeting.district = frozen.district AND meeting.month = frozen.month AND meeting.submission = frozen.submission
               AND meeting.outcome = 'ADJOURNED') AS adjourned
FROM frozen
