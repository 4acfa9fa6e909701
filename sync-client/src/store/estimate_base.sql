-- What the next edit of figure ?1 of an estimate rests on.
SELECT (SELECT operation_id FROM over_estimate WHERE target = ?1 ORDER BY device_seq DESC LIMIT 1) AS operation_id,
       (SELECT coalesce(max(version), 0) FROM mirror_estimate_entry WHERE id = ?1) AS version;
