-- Only rows that stand in the ledger: one outside the caller's scope left nothing there, and leaves nothing here.
WITH sent AS (
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::uuid[]) AS row (document, row_hash, operation_id)
)
INSERT INTO rxdb_row (device_id, person_id, document, row_hash, operation_id)
SELECT $4, $5, sent.document, sent.row_hash, sent.operation_id
FROM sent JOIN operation ON operation.id = sent.operation_id
ON CONFLICT (device_id, person_id, document) DO UPDATE SET row_hash = excluded.row_hash, operation_id = excluded.operation_id
