-- How growth of a fiscal year is reckoned: by the latest frozen base where there is one, else by the year's policy.
SELECT policy.fiscal_year, policy.round_two, frozen.revision,
       coalesce(frozen.base_policy, policy.base_policy) AS base_policy,
       CASE WHEN frozen.revision IS NULL THEN policy.cohort_until ELSE frozen.cohort_until END AS cohort_until
FROM scoring_policy AS policy
LEFT JOIN LATERAL (
    SELECT * FROM base_revision WHERE base_revision.fiscal_year = policy.fiscal_year ORDER BY revision DESC LIMIT 1
) AS frozen ON true
WHERE policy.fiscal_year = $1
