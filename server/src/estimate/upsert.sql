WITH changed AS (
    SELECT * FROM unnest($1::text[], $2::int[], $3::uuid[], $4::smallint[], $5::numeric[], $6::text[], $7::int[], $8::bool[], $9::timestamptz[])
)
INSERT INTO estimate_cell (district, fiscal_year, producer_id, period, amount, note, version, deleted, changed_at, changed_by)
SELECT changed.*, $10 FROM changed
ON CONFLICT (district, fiscal_year, producer_id, period) DO UPDATE
SET amount = excluded.amount, note = excluded.note, version = excluded.version, deleted = excluded.deleted,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by
