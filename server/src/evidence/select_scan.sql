SELECT file.sha256, file.media_type, file.size, scan.added_at, person.name AS added_by
FROM scan
JOIN file ON file.sha256 = scan.sha256
JOIN person ON person.id = scan.added_by
