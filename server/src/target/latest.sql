-- The latest revision of each place's target of a round.
SELECT DISTINCT ON (target.area) target.area, target.fiscal_year, target.round, target.revision, target.percent::text AS percent,
       ARRAY[threshold_1::text, threshold_2::text, threshold_3::text, threshold_4::text, threshold_5::text] AS thresholds,
       target.reason, target.set_at, person.name AS set_by
FROM (VALUES ($1::text[], $2::int, $3::smallint)) AS asked (places, fiscal_year, round)
JOIN target ON target.area LIKE ANY (asked.places) AND target.fiscal_year = asked.fiscal_year AND target.round = asked.round
LEFT JOIN person ON person.id = target.set_by
ORDER BY target.area, target.revision DESC
