-- Conflicts by their id, refusals by the id of the refused operation.
SELECT id, district, month, resolved_at IS NOT NULL AS closed, producer_id, category, channel
FROM conflict WHERE id = ANY($1)
UNION ALL
SELECT operation_id, district, month, acknowledged_at IS NOT NULL, NULL, NULL, NULL
FROM rejection WHERE operation_id = ANY($2)
