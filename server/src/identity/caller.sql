-- The person of an account that may act now, with the assignments that hold on today's Bangkok day (business clock).
-- No row: the account is unknown, locked or to change its password, the device unknown or revoked, or the sign-in on it ended.
WITH today AS MATERIALIZED (SELECT (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS day)
SELECT p.id AS person, p.name, p.position,
       a.role, a.area, a.valid_from, a.valid_until, a.order_number, a.capacity
FROM account c
JOIN person p ON p.id = c.person_id
CROSS JOIN today
LEFT JOIN assignment a ON a.person_id = p.id AND a.valid_from <= today.day AND (a.valid_until IS NULL OR a.valid_until >= today.day)
WHERE c.username = $1 AND c.locked_at IS NULL AND NOT c.must_change
  AND EXISTS (SELECT FROM device d WHERE d.id = $2 AND d.revoked_at IS NULL)
  AND EXISTS (SELECT FROM refresh_token t WHERE t.username = c.username AND t.device_id = $3
              AND t.replaced_by IS NULL AND t.revoked_at IS NULL)
ORDER BY a.area, a.role
