-- Conflicts by their id, refusals by the id of the refused operation.
WITH wanted AS (SELECT unnest($1::uuid[]) AS id)
SELECT conflict.id, conflict.district, conflict.month, conflict.resolved_at IS NOT NULL AS closed,
       conflict.producer_id, conflict.category, conflict.channel
FROM conflict JOIN wanted USING (id)
UNION ALL
SELECT rejection.operation_id, rejection.district, rejection.month, rejection.acknowledged_at IS NOT NULL, NULL, NULL, NULL
FROM rejection JOIN wanted ON wanted.id = rejection.operation_id
