-- What the next edit of cell ?1 rests on.
SELECT (SELECT operation_id FROM over_cell WHERE target = ?1 ORDER BY device_seq DESC LIMIT 1) AS operation_id,
       (SELECT coalesce(max(version), 0) FROM mirror_entry WHERE id = ?1) AS version;
