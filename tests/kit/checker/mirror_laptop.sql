-- What a laptop says of its district, a line a row.
SELECT concat_ws('|', 'figure', id, amount, note, 'version', version, deleted) AS line FROM mirror_entry
UNION ALL
SELECT concat_ws('|', 'sheet', id, state, reason, given_by, given_on, note, 'version', version) FROM mirror_sheet
UNION ALL
SELECT concat_ws('|', 'producer', id, district, registration_number, name, 'version', version) FROM mirror_producer
UNION ALL
SELECT concat_ws('|', 'report', id, status) FROM mirror_report
UNION ALL
SELECT concat_ws('|', 'conflict', id, operation_id, master_amount, offered_amount, master_state, offered_state) FROM mirror_conflict
WHERE resolved_at IS NULL
UNION ALL
SELECT concat_ws('|', 'refusal', operation_id) FROM mirror_rejection WHERE acknowledged_at IS NULL
