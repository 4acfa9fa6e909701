WITH acted AS (SELECT $1::uuid AS person, $2::uuid AS device, $3::text AS action)
INSERT INTO contact_access (person_id, device_id, action, district, producer_id)
SELECT acted.person, acted.device, acted.action, told.district, told.producer
FROM acted CROSS JOIN unnest($4::text[], $5::uuid[]) AS told (district, producer)
