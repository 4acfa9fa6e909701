-- What the next edit of cell ?1 rests on.
WITH shown (version) AS (SELECT coalesce(max(version), 0) FROM mirror_entry WHERE id = ?1)
SELECT (SELECT operation_id FROM laid
        WHERE target = ?1 AND kind = 'cell' AND (state <> 'done' OR coalesce(entry_version, 0) > shown.version)
        ORDER BY device_seq DESC LIMIT 1) AS operation_id,
       shown.version AS version
FROM shown;
