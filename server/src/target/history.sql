-- What is known of every district and month of the years a base is made of: a confirmed report's revenue, else a month imported as a
-- whole. Of the latter no producers are known, so it says nothing of a cohort.
WITH asked AS (
    SELECT * FROM (VALUES ($1::date, $2::int, $3::date)) AS asked (first, years, cohort_until)
), wanted AS (
    SELECT area.code AS district, month.first AS month, back.years AS back,
           (month.first - make_interval(years => back.years))::date AS past, asked.cohort_until
    FROM asked
    CROSS JOIN generate_series(0, 11) AS step (months)
    CROSS JOIN LATERAL (SELECT (asked.first + make_interval(months => step.months))::date AS first) AS month
    CROSS JOIN LATERAL generate_series(1, asked.years) AS back (years)
    JOIN area ON length(area.code) = 4 AND area.valid_from < month.first + interval '1 month'
        AND (area.valid_until IS NULL OR area.valid_until >= month.first)
)
SELECT wanted.district, wanted.month,
       CASE WHEN version.number IS NOT NULL AND wanted.cohort_until IS NULL THEN report.confirmed_satang
            WHEN version.number IS NOT NULL
            THEN report.confirmed_satang - revenue_of_newcomers(report.district, report.month, wanted.cohort_until)
            WHEN wanted.cohort_until IS NULL THEN past_month.satang END AS revenue,
       CASE WHEN version.number IS NOT NULL THEN report.roster_size ELSE coalesce(past_month.producers, 0) END AS producers,
       coalesce(version.timeliness = 'IMPORTED', true) AS imported
FROM wanted
LEFT JOIN report ON report.district = wanted.district AND report.month = wanted.past
LEFT JOIN confirmed_version AS version
    ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
LEFT JOIN past_month ON past_month.district = wanted.district AND past_month.month = wanted.past
ORDER BY wanted.district, wanted.month, wanted.back
