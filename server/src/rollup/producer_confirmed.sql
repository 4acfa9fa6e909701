-- The cells of producers in the last confirmed versions of their districts' reports.
WITH figure AS (
    SELECT cell.producer_id::text AS unit, cell.producer_id, cell.kind, report.month, cell.category, cell.channel, cell.satang
    FROM (VALUES ($1::uuid[], $2::date, $3::date, $4::text[])) AS asked (producers, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last
        AND report.district IN (SELECT producer.district FROM producer WHERE producer.id = ANY (asked.producers))
    JOIN confirmed_version AS version
        ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
    CROSS JOIN LATERAL canonical_cells(version.canonical) AS cell
    WHERE cell.producer_id = ANY (asked.producers)
)
