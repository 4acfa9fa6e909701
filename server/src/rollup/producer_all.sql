-- The cells of producers as they stand now; the kind is the roster's of that month, and only looked up where it is asked for.
WITH figure AS (
    SELECT cell.producer_id::text AS unit,
           (SELECT member.kind FROM roster_of(cell.district, cell.month) AS member
            WHERE member.producer_id = cell.producer_id) AS kind,
           cell.month, cell.category, cell.channel, (cell.amount * 100)::bigint AS satang
    FROM (VALUES ($1::uuid[], $2::date, $3::date, $4::text[])) AS asked (producers, first, last, drafts)
    JOIN cell ON cell.producer_id = ANY (asked.producers) AND cell.month BETWEEN asked.first AND asked.last
    JOIN report ON report.district = cell.district AND report.month = cell.month
    WHERE NOT cell.deleted AND (report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts))
)
