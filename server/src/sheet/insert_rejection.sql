WITH refused AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::jsonb[], $5::text[], $6::timestamptz[])
)
INSERT INTO rejection (operation_id, district, month, refusal, offered, rejected_at, offered_by, device_id)
SELECT refused.*, $7, $8 FROM refused
