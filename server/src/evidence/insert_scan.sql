INSERT INTO scan (id, district, meeting_id, receipt_id, sha256, added_at, added_by, capacity, device_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING
