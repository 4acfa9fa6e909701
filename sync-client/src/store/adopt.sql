-- What waits of person ?2 becomes officer ?1's, for reason ?3, at ?4, as far as it is of districts ?5 (JSON): edits of their
-- producers, and decisions on what those districts know. What a third person had made stays said to be that person's.
UPDATE outbox SET person = ?1, adopted_from = coalesce(adopted_from, ?2), adoption_reason = ?3, adopted_at = ?4
WHERE person = ?2 AND (state IN ('pending', 'held') OR again)
  AND (producer_id IN (SELECT id FROM mirror_producer WHERE district IN (SELECT value FROM json_each(?5)))
       OR change ->> '$.discard.conflictId' IN (SELECT id FROM mirror_conflict)
       OR change ->> '$.discard.operationId' IN (SELECT operation_id FROM mirror_rejection));
