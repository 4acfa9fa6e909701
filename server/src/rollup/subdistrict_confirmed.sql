-- The cells of subdistricts in the last confirmed versions.
WITH figure AS (
    SELECT cell.subdistrict AS unit, cell.producer_id, cell.kind, report.month, cell.category, cell.channel, cell.satang
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[])) AS asked (places, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    JOIN confirmed_version AS version
        ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
    CROSS JOIN LATERAL canonical_cells(version.canonical) AS cell
)
