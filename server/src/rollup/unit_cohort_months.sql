SELECT array_agg(unit) AS units, array_agg(month) AS months, array_agg(satang) AS satang
FROM (
    SELECT figure.unit, figure.month, sum(figure.satang)::bigint AS satang
    FROM figure CROSS JOIN (VALUES ($5::date)) AS cohort (until) LEFT JOIN producer ON producer.id = figure.producer_id
    WHERE cohort.until IS NULL OR producer.active_from <= cohort.until
    GROUP BY figure.unit, figure.month
) AS line
