-- The sums of each period of the year, zeros included, and how many producers have a figure.
WITH wanted AS (
    SELECT * FROM unnest($1::text[], $2::int[]) AS wanted (district, fiscal_year)
), summed AS (
    SELECT wanted.district, wanted.fiscal_year, number,
           (SELECT coalesce(sum(figure.amount * 100), 0)::bigint FROM estimate_cell AS figure
            WHERE figure.district = wanted.district AND figure.fiscal_year = wanted.fiscal_year AND figure.period = number
              AND NOT figure.deleted) AS satang
    FROM wanted JOIN estimate_rule AS rule USING (fiscal_year)
    CROSS JOIN LATERAL generate_series(1, CASE rule.period WHEN 'MONTH' THEN 12 WHEN 'QUARTER' THEN 4 ELSE 1 END) AS number
), counted AS (
    SELECT district, fiscal_year, array_agg(satang ORDER BY number) AS satang FROM summed GROUP BY district, fiscal_year
)
UPDATE estimate
SET live_satang = counted.satang,
    estimated = (SELECT count(DISTINCT figure.producer_id) FROM estimate_cell AS figure
                 WHERE figure.district = estimate.district AND figure.fiscal_year = estimate.fiscal_year AND NOT figure.deleted)
FROM counted WHERE estimate.district = counted.district AND estimate.fiscal_year = counted.fiscal_year
