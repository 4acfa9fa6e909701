-- Not consumed: sent again when the month opens, the same id is decided anew. Who offers it last keeps it.
WITH waiting AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
        AS row (id, district, month, producer_id, category, channel, code, offered, since)
)
INSERT INTO held_attempt (operation_id, district, month, producer_id, category, channel, code, offered, held_since, last_tried_at,
                          offered_by, device_id)
SELECT id, district, month, producer_id, category, channel, code, offered, since, since, $10, $11 FROM waiting ORDER BY id
ON CONFLICT (operation_id) DO UPDATE
SET code = excluded.code, last_tried_at = excluded.last_tried_at, offered_by = excluded.offered_by, device_id = excluded.device_id,
    held_since = CASE WHEN held_attempt.ended_at IS NULL THEN held_attempt.held_since ELSE excluded.held_since END, ended_at = NULL
