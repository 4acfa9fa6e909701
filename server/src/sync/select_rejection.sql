SELECT rejection.operation_id, operation.producer_id, operation.month, operation.category, operation.channel, rejection.refusal,
       rejection.offered, person.name AS offered_by, rejection.offered_by AS offered_by_id, rejection.acknowledged_at
FROM rejection
JOIN operation ON operation.id = rejection.operation_id
LEFT JOIN person ON person.id = rejection.offered_by
