DROP POLICY added ON person;
ALTER TABLE report DROP COLUMN recalled_quorum, DROP COLUMN recalled_within_days;
DROP TABLE attendance;
DROP TABLE meeting;
