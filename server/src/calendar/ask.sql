-- Nothing is asked while another request of the month waits.
INSERT INTO exception_request (id, district, month, until, reopen, reason, requested_by, requested_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (district, month) WHERE exception_id IS NULL AND declined_at IS NULL DO NOTHING
