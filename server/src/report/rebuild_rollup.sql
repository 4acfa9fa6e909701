-- Live sums by the kind a producer has on the roster that holds; one with figures that is not on it goes by its attribute
-- dated last before the month, or the earliest there is.
INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
WITH asked AS (
    SELECT $1::text AS district, $2::date AS month
), member AS MATERIALIZED (
    SELECT roster.producer_id, roster.kind FROM asked CROSS JOIN LATERAL roster_of(asked.district, asked.month) AS roster
)
SELECT false, cell.district, cell.month, coalesce(member.kind, dated.kind), cell.category, cell.channel,
       sum(cell.amount * 100)::bigint, count(*)
FROM asked JOIN cell USING (district, month)
LEFT JOIN member USING (producer_id)
LEFT JOIN LATERAL (
    SELECT attribute.kind FROM producer_attribute AS attribute
    WHERE attribute.producer_id = cell.producer_id
    ORDER BY attribute.from_month <= cell.month DESC, abs(attribute.from_month - cell.month)
    LIMIT 1
) AS dated ON member.kind IS NULL
WHERE NOT cell.deleted
GROUP BY 2, 3, 4, 5, 6
