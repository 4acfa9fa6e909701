INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at)
SELECT '2706', '2023-02-01', row.*, changed.version, clock_timestamp()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::numeric[]) AS row (producer_id, category, channel, amount),
     (SELECT $5::int AS version) AS changed
ON CONFLICT (district, month, producer_id, category, channel) DO UPDATE
SET amount = excluded.amount, version = excluded.version, changed_at = excluded.changed_at
