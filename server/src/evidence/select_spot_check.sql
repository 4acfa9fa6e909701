SELECT spot_check.id, spot_check.producer_id, spot_check.month, spot_check.agrees, spot_check.note, spot_check.satang AS revenue,
       spot_check.checked_on, spot_check.checked_at, person.name AS checked_by, spot_check.capacity
FROM spot_check
JOIN person ON person.id = spot_check.checked_by
