SELECT id, person_id, payload_hash, outcome, producer_id, month, category, channel, version, sheet_version, answer
FROM operation WHERE id = ANY($1)
