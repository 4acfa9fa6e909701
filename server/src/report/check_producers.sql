-- What the checks are told of each producer of the roster, and of those beside it that have figures: its sheet, its sums of the
-- month before and of the same month a year ago (in satang; no figures are NULL and not 0), what it makes.
WITH asked AS (
    SELECT $1::text AS district, $2::date AS month, $3::date AS last_month, $4::date AS last_year
), everybody AS (
    SELECT member.producer_id FROM asked CROSS JOIN LATERAL roster_of(asked.district, asked.month) AS member
    UNION
    SELECT cell.producer_id FROM asked JOIN cell USING (district, month) WHERE NOT cell.deleted
), before AS (
    SELECT cell.producer_id,
           (sum(cell.amount) FILTER (WHERE cell.month = asked.last_month) * 100)::bigint AS last_month,
           (sum(cell.amount) FILTER (WHERE cell.month = asked.last_year) * 100)::bigint AS last_year
    FROM asked JOIN cell ON cell.district = asked.district AND cell.month IN (asked.last_month, asked.last_year)
    WHERE NOT cell.deleted
    GROUP BY cell.producer_id
)
SELECT everybody.producer_id, producer.name, sheet.state, sheet.reason, sheet.note, before.last_month, before.last_year,
       ARRAY(SELECT DISTINCT product.category FROM product WHERE product.producer_id = everybody.producer_id) AS makes
FROM asked CROSS JOIN everybody
JOIN producer ON producer.id = everybody.producer_id
LEFT JOIN before ON before.producer_id = everybody.producer_id
LEFT JOIN sheet ON sheet.district = asked.district AND sheet.month = asked.month AND sheet.producer_id = everybody.producer_id
