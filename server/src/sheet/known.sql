SELECT id, person_id, payload_hash, outcome, producer_id, month, category, channel, version, sheet_version, answer,
       (SELECT adopted_from FROM adoption WHERE adoption.operation_id = operation.id) AS adopted_from
FROM operation WHERE id = ANY($1)
