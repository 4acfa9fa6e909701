-- What the producers of a year sold in the year before, by period: so many months each, October the first.
WITH asked AS (
    SELECT $1::text AS district, $2::int AS fiscal_year, $3::int AS months
)
SELECT cell.producer_id, (extract(month FROM cell.month + interval '3 months')::int - 1) / asked.months + 1 AS period,
       sum(cell.amount * 100)::bigint AS amount
FROM asked
CROSS JOIN LATERAL estimated_producer(asked.district, asked.fiscal_year) AS member
JOIN cell ON cell.district = asked.district AND cell.producer_id = member.producer_id AND NOT cell.deleted
    AND cell.month >= make_date(asked.fiscal_year - 545, 10, 1) AND cell.month < make_date(asked.fiscal_year - 544, 10, 1)
GROUP BY 1, 2
ORDER BY 1, 2
