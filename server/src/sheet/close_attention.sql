-- A conflict is settled by an operation; a refusal was seen. An id is one or the other.
WITH closed AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS row (id, by)
), settled AS (
    UPDATE conflict SET resolved_at = business_now(), resolved_by = closed.by FROM closed WHERE conflict.id = closed.id
)
UPDATE rejection SET acknowledged_at = business_now() FROM closed WHERE rejection.operation_id = closed.id
