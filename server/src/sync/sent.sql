SELECT id, outcome, district, producer_id, month, category, channel, answer
FROM operation
WHERE device_id = $1 AND device_seq >= $2 AND person_id = $3
  AND EXISTS (SELECT FROM unnest($4::text[]) AS scope (prefix) WHERE starts_with(operation.district, scope.prefix))
ORDER BY device_seq
LIMIT 500
