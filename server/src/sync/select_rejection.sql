SELECT rejection.operation_id, rejection.refusal, rejection.offered, person.name AS offered_by, rejection.acknowledged_at
FROM rejection LEFT JOIN person ON person.id = rejection.offered_by
