-- The next revision of a year's base, with its months. The year's policy is locked: nobody makes the same number meanwhile.
WITH asked AS (
    SELECT * FROM (VALUES ($1::int, $2::text, $3::date, $4::text, $5::text, $6::uuid, $7::timestamptz))
        AS asked (fiscal_year, base_policy, cohort_until, reason, digest, person, now)
), made AS (
    INSERT INTO base_revision (fiscal_year, revision, base_policy, cohort_until, reason, digest, frozen_at, frozen_by)
    SELECT asked.fiscal_year,
           (SELECT coalesce(max(base_revision.revision) + 1, 0) FROM base_revision WHERE base_revision.fiscal_year = asked.fiscal_year),
           asked.base_policy, asked.cohort_until, asked.reason, asked.digest, asked.now, asked.person
    FROM asked
    RETURNING fiscal_year, revision
)
INSERT INTO base_month (fiscal_year, revision, district, month, satang, producers, source)
SELECT made.fiscal_year, made.revision, line.*
FROM made CROSS JOIN unnest($8::text[], $9::date[], $10::bigint[], $11::int[], $12::text[]) AS line
