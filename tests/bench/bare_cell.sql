INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at)
SELECT '2706', '2023-02-01', row.*, $5, clock_timestamp()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::numeric[]) AS row (producer_id, category, channel, amount)
ON CONFLICT (district, month, producer_id, category, channel) DO UPDATE
SET amount = excluded.amount, version = excluded.version, changed_at = excluded.changed_at
