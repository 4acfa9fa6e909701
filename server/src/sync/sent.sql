SELECT id, outcome, district, producer_id, month, category, channel, answer
FROM operation
WHERE device_id = $1 AND device_seq >= $2 AND person_id = $3
ORDER BY device_seq
LIMIT 500
