-- I3: a live rollup row is the sum of its report's cells, to the satang.
SELECT 'rollup' AS what, concat_ws(' ', district, to_char(month, 'YYYY-MM'), kind, category, channel) AS place,
       concat(coalesce(summed.satang, 0), ' satang of ', coalesce(summed.cells, 0), ' cells') AS expected,
       concat(coalesce(rollup.satang, 0), ' satang of ', coalesce(rollup.cells, 0), ' cells') AS found
FROM (
    SELECT district, month, kind, category, channel, sum(amount * 100)::bigint AS satang, count(*) AS cells
    FROM figure GROUP BY district, month, kind, category, channel
) AS summed
FULL JOIN (SELECT * FROM rollup WHERE NOT confirmed) AS rollup USING (district, month, kind, category, channel)
WHERE (coalesce(summed.satang, 0), coalesce(summed.cells, 0)) <> (coalesce(rollup.satang, 0), coalesce(rollup.cells, 0))
