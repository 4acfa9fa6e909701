-- The cells of subdistricts as they stand now. Rosters first, once per report: joined lazily they would be made per cell.
WITH member AS MATERIALIZED (
    SELECT report.district, report.month, member.producer_id, member.kind, member.subdistrict
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[])) AS asked (places, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    CROSS JOIN LATERAL roster_of(report.district, report.month) AS member
    WHERE report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts)
), figure AS (
    SELECT member.subdistrict AS unit, member.kind, cell.month, cell.category, cell.channel, (cell.amount * 100)::bigint AS satang
    FROM member JOIN cell USING (district, month, producer_id)
    WHERE NOT cell.deleted
)
