INSERT INTO calendar_override (month, opens_at, submit_from, due_at, closes_at, reason, set_by, set_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (month) DO UPDATE
SET opens_at = excluded.opens_at, submit_from = excluded.submit_from, due_at = excluded.due_at, closes_at = excluded.closes_at,
    reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at
