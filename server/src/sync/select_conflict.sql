SELECT conflict.id, conflict.producer_id, conflict.month, conflict.category, conflict.channel, conflict.base_version,
       conflict.master_version, conflict.master_amount, conflict.offered_amount, conflict.master_state, conflict.offered_state,
       person.name AS offered_by, conflict.offered_by AS offered_by_id, conflict.device_id, conflict.operation_id, conflict.resolved_at
FROM conflict LEFT JOIN person ON person.id = conflict.offered_by
