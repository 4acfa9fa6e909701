-- The figures of producers in the revisions that count.
SELECT figure.part[2] AS unit, figure.part[3]::int AS period, (figure.part[4]::numeric * 100)::bigint AS satang
FROM (VALUES ($1::uuid[], $2::int)) AS asked (producers, fiscal_year)
JOIN producer ON producer.id = ANY (asked.producers)
JOIN estimate ON estimate.district = producer.district AND estimate.fiscal_year = asked.fiscal_year
JOIN estimate_revision AS counted
    ON counted.district = estimate.district AND counted.fiscal_year = estimate.fiscal_year AND counted.number = estimate.accepted
CROSS JOIN LATERAL (
    SELECT string_to_array(text, E'\t') AS part FROM string_to_table(convert_from(counted.canonical, 'UTF8'), E'\n') AS text
) AS figure
WHERE figure.part[1] = 'E' AND figure.part[2] = producer.id::text
