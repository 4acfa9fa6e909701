-- What a frozen base says of a district; from a viewer (not `known`) the amounts of a few producers are withheld.
SELECT base.month, base.source, CASE WHEN asked.known OR base.producers >= disclosure.fewest_producers THEN base.satang END AS amount
FROM (VALUES ($1::int, $2::int, $3::text, $4::boolean)) AS asked (fiscal_year, revision, district, known)
JOIN base_month AS base ON base.fiscal_year = asked.fiscal_year AND base.revision = asked.revision AND base.district = asked.district
CROSS JOIN disclosure
ORDER BY base.month
