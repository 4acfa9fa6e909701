-- I3: confirmed rollup rows and totals are those of the last confirmed version's bytes; the versions are 1 … n.
WITH last AS (
    SELECT DISTINCT ON (district, month) district, month, number, satang, canonical,
           count(*) OVER (PARTITION BY district, month) AS versions
    FROM confirmed_version ORDER BY district, month, number DESC
), line AS (
    SELECT district, month, string_to_array(text, E'\t') AS part
    FROM last, string_to_table(convert_from(canonical, 'UTF8'), E'\n') AS text
    WHERE text LIKE 'P%' OR text LIKE 'C%'
), kinded AS (
    -- A window and not a join: of a function's rows the planner guesses one, and nests loops.
    SELECT *, max(part[3]) FILTER (WHERE part[1] = 'P') OVER (PARTITION BY district, month, part[2]) AS kind FROM line
), figure AS MATERIALIZED (
    SELECT district, month, kind, part[3] AS category, part[4] AS channel, (part[5]::numeric * 100)::bigint AS satang
    FROM kinded WHERE part[1] = 'C'
), summed AS (
    SELECT district, month, kind, category, channel, sum(satang)::bigint AS satang, count(*) AS cells
    FROM figure GROUP BY district, month, kind, category, channel
), total AS (
    SELECT district, month, sum(satang)::bigint AS satang FROM figure GROUP BY district, month
)
SELECT 'confirmed rollup' AS what, concat_ws(' ', district, to_char(month, 'YYYY-MM'), kind, category, channel) AS place,
       concat(coalesce(summed.satang, 0), ' satang of ', coalesce(summed.cells, 0), ' cells') AS expected,
       concat(coalesce(rollup.satang, 0), ' satang of ', coalesce(rollup.cells, 0), ' cells') AS found
FROM summed
FULL JOIN (SELECT * FROM rollup WHERE confirmed) AS rollup USING (district, month, kind, category, channel)
WHERE (coalesce(summed.satang, 0), coalesce(summed.cells, 0)) <> (coalesce(rollup.satang, 0), coalesce(rollup.cells, 0))
UNION ALL
SELECT 'confirmed total', concat(report.district, ':', to_char(report.month, 'YYYY-MM')),
       concat('version ', coalesce(last.number, 0), ' of ', coalesce(last.versions, 0), ': ', coalesce(total.satang, 0), ' satang'),
       concat('version ', report.confirmed_version, ': ', report.confirmed_satang, ' satang, kept as ', coalesce(last.satang, 0))
FROM report LEFT JOIN last USING (district, month) LEFT JOIN total USING (district, month)
WHERE (report.confirmed_version, report.confirmed_version, report.confirmed_satang, report.confirmed_satang)
   <> (coalesce(last.number, 0), coalesce(last.versions, 0), coalesce(total.satang, 0), coalesce(last.satang, 0))
