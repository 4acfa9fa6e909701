-- Per subdistrict and per producer: on the roster and reported in the last confirmed versions (the P lines of their bytes).
WITH line AS MATERIALIZED (
    SELECT string_to_array(line, E'\t') AS part
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[])) AS asked (places, first, last, drafts)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    JOIN confirmed_version AS version
        ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
    CROSS JOIN LATERAL string_to_table(convert_from(version.canonical, 'UTF8'), E'\n') AS line
    WHERE line LIKE E'P\t%'
), standing AS (
    SELECT part[4] AS subdistrict, part[2] AS producer, part[5] AS state FROM line
)
