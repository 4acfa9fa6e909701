-- Per place of one level (so many `digits` of its code): sums by producer kind, category and channel, from the rollup rows.
SELECT left(report.district, asked.digits) AS unit, rollup.kind, rollup.category, rollup.channel, sum(rollup.satang)::bigint AS satang
FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[], $6::text[], $7::int))
    AS asked (places, first, last, confirmed, counted, known, digits)
JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
JOIN rollup ON rollup.confirmed = asked.confirmed AND rollup.district = report.district AND rollup.month = report.month
WHERE rollup.cells > 0 AND (asked.confirmed OR report.status <> 'DRAFT' OR report.district LIKE ANY (asked.counted))
GROUP BY 1, 2, 3, 4
