-- What the next edit of the state of sheet ?1 rests on.
WITH shown (version) AS (SELECT coalesce(max(version), 0) FROM mirror_sheet WHERE id = ?1)
SELECT (SELECT operation_id FROM laid
        WHERE sheet_id = ?1 AND (state <> 'done' OR coalesce(sheet_version, 0) > shown.version)
        ORDER BY device_seq DESC LIMIT 1) AS operation_id,
       shown.version AS version
FROM shown;
