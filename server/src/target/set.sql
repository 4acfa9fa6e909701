-- The next revision of a place's target. The place is locked: nobody makes the same number meanwhile.
WITH asked AS (
    SELECT * FROM (VALUES ($1::int, $2::smallint, $3::text, $4::numeric, $5::numeric[], $6::text, $7::timestamptz, $8::uuid))
        AS asked (fiscal_year, round, area, percent, thresholds, reason, now, person)
)
INSERT INTO target (fiscal_year, round, area, revision, percent, threshold_1, threshold_2, threshold_3, threshold_4, threshold_5,
                    reason, set_at, set_by)
SELECT asked.fiscal_year, asked.round, asked.area,
       (SELECT coalesce(max(target.revision) + 1, 0) FROM target
        WHERE target.fiscal_year = asked.fiscal_year AND target.round = asked.round AND target.area = asked.area),
       asked.percent, asked.thresholds[1], asked.thresholds[2], asked.thresholds[3], asked.thresholds[4], asked.thresholds[5],
       asked.reason, asked.now, asked.person
FROM asked
