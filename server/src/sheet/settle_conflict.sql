UPDATE conflict SET resolved_at = business_now(), resolved_by = closed.by
FROM unnest($1::uuid[], $2::uuid[]) AS closed (id, by)
WHERE conflict.id = closed.id
