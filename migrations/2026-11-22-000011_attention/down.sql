DROP INDEX held_attempt_open;
DROP INDEX rejection_open;
DROP INDEX conflict_open;
ALTER TABLE conflict DROP COLUMN master_version;
ALTER TABLE held_attempt DROP COLUMN ended_at, DROP COLUMN channel, DROP COLUMN category, DROP COLUMN producer_id;
