INSERT INTO operation (id, producer_id, category, channel, amount, district, month, version, sheet_version, device_seq, person_id, device_id,
                       payload_hash, outcome, received_at)
SELECT row.*, '2706', '2023-02-01', changed.version, 1, 1, '019c0000-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000002',
       sha256('bare'), 'APPLIED', clock_timestamp()
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::numeric[]) AS row (id, producer_id, category, channel, amount),
     (SELECT $6::int AS version) AS changed
