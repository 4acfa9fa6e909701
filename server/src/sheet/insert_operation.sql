-- Ids in ascending order, one statement a batch.
WITH decided AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::text[], $3::date[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::text[], $9::bigint[], $10::bytea[],
        $11::text[], $12::int[], $13::int[], $14::bool[], $15::jsonb[], $16::timestamptz[], $17::timestamptz[]
    ) AS row (id, district, month, producer_id, category, channel, amount, state, device_seq, payload_hash,
              outcome, version, sheet_version, made_sheet, answer, recorded_at, received_at)
)
INSERT INTO operation (id, district, month, producer_id, category, channel, amount, state, device_seq, payload_hash,
                       outcome, version, sheet_version, made_sheet, answer, recorded_at, received_at, person_id, device_id)
SELECT decided.*, $18, $19 FROM decided ORDER BY id
