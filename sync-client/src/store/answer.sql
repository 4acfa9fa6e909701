-- Writes the answers to a batch down, in one statement whatever its size. ?1 is their list as JSON, ?2 the server's instant.
-- An operation that another program of this laptop has had answered meanwhile keeps that answer. One that was offered again
-- and is refused as before stays dealt with where a person has dealt with it: unless its conflict is another one now.
WITH answer AS (
    SELECT value ->> '$.id' AS id, value ->> '$.state' AS state, value ->> '$.outcome' AS outcome,
           value ->> '$.refusal' AS refusal, value ->> '$.conflict' AS conflict, value ->> '$.opensAt' AS opens_at,
           value ->> '$.entryVersion' AS entry_version, value ->> '$.sheetVersion' AS sheet_version
    FROM json_each(?1))
UPDATE outbox
SET state = CASE WHEN outbox.state = 'done' AND answer.state = 'attention' AND outbox.outcome = answer.outcome
                      AND outbox.conflict ->> '$.id' IS answer.conflict ->> '$.id'
                 THEN 'done' ELSE answer.state END,
    outcome = answer.outcome, refusal = answer.refusal, conflict = answer.conflict, opens_at = answer.opens_at,
    entry_version = answer.entry_version, sheet_version = answer.sheet_version, answered_at = ?2, again = 0
FROM answer
WHERE outbox.operation_id = answer.id AND (outbox.state IN ('pending', 'held') OR outbox.again);
