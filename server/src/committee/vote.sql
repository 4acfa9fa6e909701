INSERT INTO vote (district, month, submission, person_id, choice, reason, digest, voted_at, device_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (district, month, submission, person_id) DO UPDATE
SET choice = excluded.choice, reason = excluded.reason, digest = excluded.digest, voted_at = excluded.voted_at, device_id = excluded.device_id
