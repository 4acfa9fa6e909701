WITH raised AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::int[],
        $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::timestamptz[])
)
INSERT INTO conflict (id, operation_id, district, month, producer_id, category, channel, base_version, master_version,
                      master_amount, offered_amount, master_state, offered_state, raised_at, offered_by, device_id)
SELECT raised.*, $15, $16 FROM raised
