SELECT exception.id AS exception, district, month, until, reopen, reason, granted_at, person.name AS granted_by
FROM exception JOIN person ON person.id = granted_by
