-- Accounts with everything their people hold, by name: the one of a name, those of a unit, or all. Today is the Bangkok day of the
-- business clock.
WITH given AS MATERIALIZED (
    SELECT $1::text AS username, $2::text AS area, (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS today
)
SELECT c.username, p.id AS person, p.name, p.position, c.area, c.locked_at, c.must_change AS must_change_password, c.created_at, held.holds
FROM given
JOIN account c ON given.username IS NULL OR c.username = given.username
JOIN person p ON p.id = c.person_id
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'assignment', a.id, 'role', a.role, 'area', a.area, 'first', a.valid_from, 'last', a.valid_until,
               'order_number', a.order_number, 'capacity', a.capacity, 'has_ended', coalesce(a.valid_until < given.today, false))
               ORDER BY a.area, a.role, a.valid_from), '[]') AS holds,
           coalesce(bool_or(a.area = given.area), false) AS is_here
    FROM assignment a WHERE a.person_id = p.id
) AS held
WHERE given.area IS NULL OR c.area = given.area OR held.is_here
ORDER BY c.username
