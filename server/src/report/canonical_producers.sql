-- Producers of the roster, frozen or live, and those that are not on it but have figures (retired meanwhile): what they
-- were in that month is the attribute dated last before it, or the earliest there is.
WITH asked AS (
    SELECT $1::text AS district, $2::date AS month
), member AS (
    SELECT roster.* FROM asked CROSS JOIN LATERAL roster_of(asked.district, asked.month) AS roster
), everybody AS (
    SELECT member.producer_id, member.kind, member.subdistrict, true AS on_roster FROM member
    UNION ALL
    SELECT stray.producer_id, attribute.kind, attribute.subdistrict, false
    FROM (
        SELECT DISTINCT cell.producer_id, cell.month FROM cell JOIN asked USING (district, month)
        WHERE NOT cell.deleted AND cell.producer_id NOT IN (SELECT member.producer_id FROM member)
    ) AS stray
    CROSS JOIN LATERAL (
        SELECT producer_attribute.kind, producer_attribute.subdistrict FROM producer_attribute
        WHERE producer_attribute.producer_id = stray.producer_id
        ORDER BY producer_attribute.from_month <= stray.month DESC, abs(producer_attribute.from_month - stray.month)
        LIMIT 1
    ) AS attribute
)
SELECT everybody.producer_id, everybody.kind, everybody.subdistrict, everybody.on_roster, producer.name, producer.registration_number,
       sheet.state, sheet.reason
FROM asked CROSS JOIN everybody
JOIN producer ON producer.id = everybody.producer_id
LEFT JOIN sheet ON sheet.district = asked.district AND sheet.month = asked.month AND sheet.producer_id = everybody.producer_id
