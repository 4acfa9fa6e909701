UPDATE rejection SET acknowledged_at = business_now() WHERE operation_id = ANY($1)
