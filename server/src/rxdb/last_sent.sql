SELECT rxdb_row.document, rxdb_row.row_hash, rxdb_row.operation_id, rxdb_row.own_from, operation.outcome, operation.version,
       conflict.id AS conflict
FROM rxdb_row
JOIN operation ON operation.id = rxdb_row.operation_id
LEFT JOIN conflict ON conflict.operation_id = operation.id AND conflict.resolved_at IS NULL
WHERE rxdb_row.device_id = $1 AND rxdb_row.person_id = $2 AND rxdb_row.document = ANY($3)
