-- The canonical bytes of every estimate, of its figures as they are now.
line AS (
    SELECT figure.district, figure.fiscal_year,
           string_agg(concat_ws(E'\t', 'E', figure.producer_id, figure.period, figure.amount::text) || E'\n', ''
                      ORDER BY figure.producer_id, figure.period) AS text
    FROM estimate_cell AS figure WHERE NOT figure.deleted GROUP BY 1, 2
), estimated AS (
    SELECT estimate.district, estimate.fiscal_year,
           convert_to(concat('otop-estimate 1', E'\n', estimate.district, E'\n', estimate.fiscal_year, E'\n', rule.period, E'\n', line.text),
                      'UTF8') AS bytes
    FROM estimate JOIN estimate_rule AS rule USING (fiscal_year) LEFT JOIN line USING (district, fiscal_year)
)
