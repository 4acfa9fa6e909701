-- The business instant and the year's rule, one row an estimate.
SELECT wanted.district, wanted.fiscal_year, instant.now, rule.period, rule.opens_on, rule.due_on
FROM unnest($1::text[], $2::int[]) AS wanted (district, fiscal_year)
CROSS JOIN (SELECT business_now() AS now) AS instant
LEFT JOIN estimate_rule AS rule ON rule.fiscal_year = wanted.fiscal_year
