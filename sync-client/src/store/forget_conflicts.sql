-- The conflicts of an area that left the person's scope (?1, a pattern of district codes), by the producer their target begins with.
DELETE FROM mirror_conflict
WHERE substr(coalesce(entry_id, sheet_id), 1, 36) IN (SELECT id FROM mirror_producer WHERE district LIKE ?1);
