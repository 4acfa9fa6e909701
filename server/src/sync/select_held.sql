SELECT held_attempt.operation_id, held_attempt.district, held_attempt.month, held_attempt.producer_id, held_attempt.category,
       held_attempt.channel, held_attempt.code, held_attempt.offered, person.name AS offered_by, held_attempt.offered_by AS offered_by_id,
       held_attempt.device_id, held_attempt.held_since, held_attempt.last_tried_at, held_attempt.ended_at
FROM held_attempt LEFT JOIN person ON person.id = held_attempt.offered_by
