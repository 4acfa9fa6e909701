-- Producers of the roster, frozen or live, whose sheet is neither COMPLETE nor NO_SALES.
WITH asked AS (SELECT $1::text AS district, $2::date AS month)
SELECT member.producer_id
FROM asked CROSS JOIN LATERAL roster_of(asked.district, asked.month) AS member
LEFT JOIN sheet ON sheet.district = asked.district AND sheet.month = asked.month AND sheet.producer_id = member.producer_id
WHERE sheet.state IS NULL OR sheet.state NOT IN ('COMPLETE', 'NO_SALES')
ORDER BY member.producer_id
