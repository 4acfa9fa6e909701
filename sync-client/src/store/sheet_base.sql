-- What the next edit of the state of sheet ?1 rests on.
SELECT (SELECT operation_id FROM over_sheet WHERE sheet_id = ?1 ORDER BY device_seq DESC LIMIT 1) AS operation_id,
       (SELECT coalesce(max(version), 0) FROM mirror_sheet WHERE id = ?1) AS version;
