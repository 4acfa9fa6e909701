INSERT INTO signature (district, month, submission, digest, person_id, name, position, capacity, order_number, mode, signed_on, signed_at, device_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
