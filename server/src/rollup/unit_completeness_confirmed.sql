-- Per subdistrict and per producer: on the roster and reported in the last confirmed versions (the P lines of their bytes). Evidence is as
-- it stands now: a fact beside the version.
WITH version AS MATERIALIZED (
    SELECT report.district, report.month, version.canonical
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[])) AS asked (places, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    JOIN confirmed_version AS version
        ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
), line AS MATERIALIZED (
    SELECT version.district, version.month, string_to_array(line, E'\t') AS part
    FROM version CROSS JOIN LATERAL string_to_table(convert_from(version.canonical, 'UTF8'), E'\n') AS line
    WHERE line LIKE E'P\t%'
), shown AS MATERIALIZED (
    SELECT version.district, version.month, member.producer_id::text AS producer, member.evidenced, member.checked, member.disagrees
    FROM version CROSS JOIN LATERAL evidence_of(version.district, version.month) AS member
), standing AS (
    SELECT part[4] AS subdistrict, part[2] AS producer, part[5] AS state, shown.evidenced, shown.checked, shown.disagrees
    FROM line LEFT JOIN shown ON shown.district = line.district AND shown.month = line.month AND shown.producer = part[2]
)
