-- Open conflicts by their own id; open refusals and held attempts by the id of the edit.
WITH area AS (
    SELECT $1::text AS least, $2::text AS last
), waiting AS (
    SELECT conflict.id FROM conflict, area WHERE conflict.district BETWEEN area.least AND area.last AND conflict.resolved_at IS NULL
    UNION ALL
    SELECT rejection.operation_id FROM rejection, area
    WHERE rejection.district BETWEEN area.least AND area.last AND rejection.acknowledged_at IS NULL
    UNION ALL
    SELECT held_attempt.operation_id FROM held_attempt, area
    WHERE held_attempt.district BETWEEN area.least AND area.last AND held_attempt.ended_at IS NULL
)
SELECT id FROM waiting WHERE id > $3 ORDER BY id LIMIT $4
