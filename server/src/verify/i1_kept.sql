-- I1: a conflict and a refusal keep what was offered until a person decides.
SELECT lower(operation.outcome) AS what, operation.id::text AS place, 'a row that keeps what was offered' AS expected, 'none' AS found
FROM operation
WHERE operation.outcome = 'CONFLICT' AND NOT EXISTS (SELECT FROM conflict WHERE conflict.operation_id = operation.id)
   OR operation.outcome IN ('REJECTED', 'BLOCKED') AND NOT EXISTS (SELECT FROM rejection WHERE rejection.operation_id = operation.id)
