ALTER TABLE rxdb_row DROP COLUMN own_from;
