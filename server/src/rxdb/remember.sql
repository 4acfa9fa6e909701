-- Only rows that stand in the ledger: one outside the caller's scope left nothing there, and leaves nothing here.
WITH sent AS (
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::uuid[]) AS row (document, row_hash, operation_id)
), client AS (
    SELECT $4::uuid AS device_id, $5::uuid AS person_id
), last AS (
    SELECT document, rxdb_row.own_from, operation.version
    FROM client JOIN rxdb_row USING (device_id, person_id) JOIN sent USING (document)
    JOIN operation ON operation.id = rxdb_row.operation_id
)
INSERT INTO rxdb_row (device_id, person_id, document, row_hash, operation_id, own_from)
SELECT client.device_id, client.person_id, sent.document, sent.row_hash, sent.operation_id,
       CASE WHEN operation.outcome = 'APPLIED' AND last.version = operation.version - 1 THEN coalesce(last.own_from, operation.version)
            WHEN operation.outcome = 'APPLIED' THEN operation.version
            WHEN operation.version = last.version THEN last.own_from
       END
FROM client CROSS JOIN sent JOIN operation ON operation.id = sent.operation_id LEFT JOIN last USING (document)
ON CONFLICT (device_id, person_id, document)
DO UPDATE SET row_hash = excluded.row_hash, operation_id = excluded.operation_id, own_from = excluded.own_from
