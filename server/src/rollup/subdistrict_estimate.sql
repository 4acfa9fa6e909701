-- The figures of subdistricts in the revisions that count; a producer belongs where it is in the year's last month.
SELECT member.subdistrict AS unit, figure.part[3]::int AS period, sum(figure.part[4]::numeric * 100)::bigint AS satang
FROM (VALUES ($1::text[], $2::int)) AS asked (places, fiscal_year)
JOIN estimate ON estimate.fiscal_year = asked.fiscal_year AND estimate.district LIKE ANY (asked.places)
JOIN estimate_revision AS counted
    ON counted.district = estimate.district AND counted.fiscal_year = estimate.fiscal_year AND counted.number = estimate.accepted
CROSS JOIN LATERAL (
    SELECT string_to_array(text, E'\t') AS part FROM string_to_table(convert_from(counted.canonical, 'UTF8'), E'\n') AS text
) AS figure
JOIN LATERAL estimated_producer(estimate.district, estimate.fiscal_year) AS member ON member.producer_id::text = figure.part[2]
WHERE figure.part[1] = 'E'
GROUP BY 1, 2
