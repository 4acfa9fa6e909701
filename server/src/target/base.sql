-- A frozen base of a fiscal year: the revision asked for, else the latest.
SELECT base.fiscal_year, base.revision, base.base_policy, base.cohort_until, base.reason, base.digest, base.frozen_at,
       person.name AS frozen_by
FROM (VALUES ($1::int, $2::int)) AS asked (fiscal_year, revision)
JOIN base_revision AS base ON base.fiscal_year = asked.fiscal_year
    AND (asked.revision IS NULL OR base.revision = asked.revision)
LEFT JOIN person ON person.id = base.frozen_by
ORDER BY base.revision DESC LIMIT 1
