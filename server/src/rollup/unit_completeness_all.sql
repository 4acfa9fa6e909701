-- Per subdistrict and per producer: on the roster and reported, over the reports that have opened, as they stand now.
WITH member AS MATERIALIZED (
    SELECT report.district, report.month, member.producer_id, member.subdistrict, member.evidenced, member.checked, member.disagrees
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[])) AS asked (places, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    CROSS JOIN LATERAL evidence_of(report.district, report.month) AS member
    WHERE report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts)
), standing AS (
    SELECT member.subdistrict, member.producer_id::text AS producer, sheet.state, member.evidenced, member.checked, member.disagrees
    FROM member LEFT JOIN sheet USING (district, month, producer_id)
)
