-- I3: the sums that ride on an estimate are those of its figures; those of a revision are those of its canonical bytes.
SELECT 'estimate' AS what, concat(estimate.district, ':', estimate.fiscal_year) AS place,
       concat_ws(' ', counted.satang, counted.producers) AS expected, concat_ws(' ', estimate.live_satang, estimate.estimated) AS found
FROM estimate
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(summed.satang ORDER BY summed.period), '{}') AS satang,
           (SELECT count(DISTINCT producer_id)::int FROM estimate_cell AS figure
            WHERE (figure.district, figure.fiscal_year) = (estimate.district, estimate.fiscal_year) AND NOT figure.deleted) AS producers
    FROM (
        SELECT number AS period, coalesce(sum(figure.amount * 100), 0)::bigint AS satang
        FROM generate_series(1, cardinality(estimate.live_satang)) AS number
        LEFT JOIN estimate_cell AS figure ON (figure.district, figure.fiscal_year, figure.period::int)
            = (estimate.district, estimate.fiscal_year, number) AND NOT figure.deleted
        GROUP BY number
    ) AS summed
) AS counted
WHERE (counted.satang, counted.producers) IS DISTINCT FROM (estimate.live_satang, estimate.estimated)
UNION ALL
SELECT 'revision', concat(sent.district, ':', sent.fiscal_year, ' ', sent.number), told.satang::text, sent.satang::text
FROM estimate_revision AS sent
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(summed.satang ORDER BY summed.period), '{}') AS satang
    FROM (
        SELECT number AS period, coalesce(sum(line.part[4]::numeric * 100), 0)::bigint AS satang
        FROM generate_series(1, cardinality(sent.satang)) AS number
        LEFT JOIN (
            SELECT string_to_array(text, E'\t') AS part FROM string_to_table(convert_from(sent.canonical, 'UTF8'), E'\n') AS text
        ) AS line ON line.part[1] = 'E' AND line.part[3] = number::text
        GROUP BY number
    ) AS summed
) AS told
WHERE told.satang IS DISTINCT FROM sent.satang
