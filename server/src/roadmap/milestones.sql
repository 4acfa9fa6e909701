-- The milestones of a fiscal year that concern a place, each with how many places it asks (inside the place, or the ones it lies in), how
-- many of them have done it, and the first hundred that have not.
SELECT milestone.id AS milestone, milestone.area, milestone.level, milestone.title_th, milestone.title_en, milestone.due_on, milestone.act,
       unit.expected, unit.done, unit.pending
FROM (SELECT $1::int AS fiscal_year, $2::text AS place, $3::text AS pattern) AS asked
JOIN milestone ON milestone.fiscal_year = asked.fiscal_year AND milestone.removed_at IS NULL
CROSS JOIN LATERAL (
    SELECT count(*)::int AS expected, count(*) FILTER (WHERE told.done)::int AS done,
           coalesce((array_agg(told.code ORDER BY told.code) FILTER (WHERE NOT told.done))[1:100], '{}') AS pending
    FROM (
        SELECT area.code, milestone_is_done(milestone.id, area.code) AS done
        FROM area
        WHERE CASE milestone.level WHEN 'NATION' THEN area.code = 'TH'
                                   WHEN 'PROVINCE' THEN length(area.code) = 2 AND area.code <> 'TH'
                                   ELSE length(area.code) = 4 END
          AND (area.code = 'TH' OR area.code LIKE asked.pattern OR asked.place LIKE area.code || '%')
          AND (milestone.area = 'TH' OR area.code LIKE milestone.area || '%')
          AND area.valid_from <= milestone.due_on AND (area.valid_until IS NULL OR area.valid_until >= milestone.due_on)
    ) AS told
) AS unit
WHERE unit.expected > 0
ORDER BY milestone.due_on, milestone.title_th, milestone.id
