WITH asked AS (SELECT $1::uuid AS device, $2::bigint AS from_seq, $3::uuid AS person, $4::text[] AS prefixes)
SELECT id, outcome, district, producer_id, month, category, channel, answer
FROM operation, asked
WHERE device_id = asked.device AND device_seq >= asked.from_seq
  AND (person_id = asked.person
       OR EXISTS (SELECT FROM adoption WHERE adoption.operation_id = operation.id AND adoption.adopted_from = asked.person))
  AND EXISTS (SELECT FROM unnest(asked.prefixes) AS prefix WHERE starts_with(operation.district, prefix))
ORDER BY device_seq
LIMIT 500
