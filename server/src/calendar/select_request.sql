SELECT request.id AS request, request.district, request.month, request.until, request.reopen, request.reason,
       request.requested_at, asker.name AS requested_by,
       request.endorsement, request.endorsed_at, endorser.name AS endorsed_by,
       request.refusal, request.declined_at, decliner.name AS declined_by,
       request.exception_id IS NOT NULL AS is_granted
FROM exception_request AS request
JOIN person AS asker ON asker.id = request.requested_by
LEFT JOIN person AS endorser ON endorser.id = request.endorsed_by
LEFT JOIN person AS decliner ON decliner.id = request.declined_by
