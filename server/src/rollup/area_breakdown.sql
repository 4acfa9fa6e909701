-- Per place of one level (so many `digits` of its code): sums by producer kind, category and channel, from the rollup rows.
SELECT left(place.code, asked.digits) AS unit, part.kind, part.category, part.channel, sum(part.satang)::bigint AS satang
FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[], $6::int))
    AS asked (places, first, last, confirmed, drafts, digits)
JOIN area AS place ON length(place.code) = 4 AND place.code LIKE ANY (asked.places)
CROSS JOIN LATERAL (
    SELECT rollup.kind, rollup.category, rollup.channel, sum(rollup.satang) AS satang
    FROM rollup JOIN report USING (district, month)
    WHERE rollup.confirmed = asked.confirmed AND rollup.district = place.code AND rollup.cells > 0
      AND rollup.month BETWEEN asked.first AND asked.last
      AND (asked.confirmed OR report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts))
    GROUP BY rollup.kind, rollup.category, rollup.channel
) AS part
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
