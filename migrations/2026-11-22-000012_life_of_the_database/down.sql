ALTER TABLE deployment DROP COLUMN event_table, DROP COLUMN timeline, DROP COLUMN system_identifier;
