-- Conflicts by their id, refusals and held attempts by the id of the edit; a held one that was refused in the end is a refusal.
SELECT id, district, month, resolved_at IS NOT NULL AS closed, false AS held, producer_id, category, channel
FROM conflict WHERE id = ANY($1)
UNION ALL
SELECT coalesce(rejection.operation_id, held_attempt.operation_id), coalesce(rejection.district, held_attempt.district),
       coalesce(rejection.month, held_attempt.month),
       CASE WHEN rejection.operation_id IS NULL THEN held_attempt.ended_at IS NOT NULL ELSE rejection.acknowledged_at IS NOT NULL END,
       rejection.operation_id IS NULL, NULL, NULL, NULL
FROM unnest($2::uuid[]) AS edit (id)
LEFT JOIN rejection ON rejection.operation_id = edit.id
LEFT JOIN held_attempt ON held_attempt.operation_id = edit.id
WHERE coalesce(rejection.operation_id, held_attempt.operation_id) IS NOT NULL
