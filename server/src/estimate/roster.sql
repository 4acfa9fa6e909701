-- The producers of a year's estimate, and those with figures that are not of it any more: what they were last.
WITH asked AS (
    SELECT $1::text AS district, $2::int AS fiscal_year
), member AS (
    SELECT member.* FROM asked CROSS JOIN LATERAL estimated_producer(asked.district, asked.fiscal_year) AS member
), everybody AS (
    SELECT member.producer_id, member.kind, member.subdistrict, true AS on_roster FROM member
    UNION ALL
    SELECT stray.producer_id, attribute.kind, attribute.subdistrict, false
    FROM (
        SELECT DISTINCT estimate_cell.producer_id FROM estimate_cell JOIN asked USING (district, fiscal_year)
        WHERE NOT estimate_cell.deleted AND estimate_cell.producer_id NOT IN (SELECT member.producer_id FROM member)
    ) AS stray
    CROSS JOIN LATERAL (
        SELECT producer_attribute.kind, producer_attribute.subdistrict FROM producer_attribute
        WHERE producer_attribute.producer_id = stray.producer_id ORDER BY producer_attribute.from_month DESC LIMIT 1
    ) AS attribute
)
SELECT everybody.*, producer.registration_number, producer.name
FROM everybody JOIN producer ON producer.id = everybody.producer_id
ORDER BY producer.registration_number, producer.name, producer.id
