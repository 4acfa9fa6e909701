-- Not consumed: sent again when the month opens, the same id is decided anew.
WITH waiting AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::text[], $5::text[], $6::timestamptz[])
        AS row (id, district, month, code, offered, since)
)
INSERT INTO held_attempt (operation_id, district, month, code, offered, held_since, last_tried_at, offered_by, device_id)
SELECT id, district, month, code, offered, since, since, $7, $8 FROM waiting ORDER BY id
ON CONFLICT (operation_id) DO UPDATE SET code = excluded.code, last_tried_at = excluded.last_tried_at
