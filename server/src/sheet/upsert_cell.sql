WITH changed AS (
    SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::text[], $5::text[], $6::numeric[], $7::text[], $8::int[], $9::bool[],
                         $10::timestamptz[])
)
INSERT INTO cell (district, month, producer_id, category, channel, amount, note, version, deleted, changed_at, changed_by)
SELECT changed.*, $11 FROM changed
ON CONFLICT (district, month, producer_id, category, channel) DO UPDATE
SET amount = excluded.amount, note = excluded.note, version = excluded.version, deleted = excluded.deleted,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by
