-- Per district: its months of the period, how many have a base, a confirmed version, both, and their sums. A month is withheld from
-- a viewer where so few producers stand behind its figure or its base that it would be personal.
SELECT district.code AS unit,
       count(*)::int AS expected, count(base.satang)::int AS based, count(sold.satang)::int AS confirmed,
       count(base.satang + sold.satang)::int AS compared,
       (count(*) FILTER (WHERE base.source = 'IMPORTED'))::int AS imported,
       (count(*) FILTER (WHERE NOT district.code LIKE ANY (asked.known)
                           AND least(base.producers, CASE WHEN sold.satang IS NOT NULL THEN report.roster_size END)
                               < (SELECT fewest_producers FROM disclosure)))::int AS withheld,
       coalesce(sum(base.satang), 0)::bigint AS base,
       coalesce(sum(sold.satang), 0)::bigint AS revenue,
       coalesce(sum(base.satang) FILTER (WHERE sold.satang IS NOT NULL), 0)::bigint AS compared_base,
       coalesce(sum(sold.satang) FILTER (WHERE base.satang IS NOT NULL), 0)::bigint AS compared_revenue
FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[], $5::int, $6::int, $7::date))
    AS asked (places, first, last, known, fiscal_year, revision, cohort_until)
CROSS JOIN LATERAL generate_series(asked.first, asked.last, interval '1 month') AS step
CROSS JOIN LATERAL (SELECT step::date AS first) AS month
JOIN area AS district ON length(district.code) = 4 AND district.code LIKE ANY (asked.places)
    AND district.valid_from < month.first + interval '1 month'
    AND (district.valid_until IS NULL OR district.valid_until >= month.first)
LEFT JOIN base_month AS base
    ON base.fiscal_year = asked.fiscal_year AND base.revision = asked.revision
    AND base.district = district.code AND base.month = month.first
LEFT JOIN report ON report.district = district.code AND report.month = month.first
CROSS JOIN LATERAL (
    SELECT CASE WHEN report.confirmed_version > 0 AND asked.cohort_until IS NULL THEN report.confirmed_satang
                WHEN report.confirmed_version > 0
                THEN report.confirmed_satang - revenue_of_newcomers(report.district, report.month, asked.cohort_until) END AS satang
) AS sold
GROUP BY district.code
