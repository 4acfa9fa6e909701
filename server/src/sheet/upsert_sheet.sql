WITH changed AS (
    SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::bool[],
                         $10::int[], $11::timestamptz[])
)
INSERT INTO sheet (district, month, producer_id, state, reason, given_by, given_on, note, copied, version, changed_at, changed_by)
SELECT changed.*, $12 FROM changed
ON CONFLICT (district, month, producer_id) DO UPDATE
SET state = excluded.state, reason = excluded.reason, given_by = excluded.given_by, given_on = excluded.given_on,
    note = excluded.note, copied = excluded.copied, version = excluded.version,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by
