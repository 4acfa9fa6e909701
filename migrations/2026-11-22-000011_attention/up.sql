-- What waits for a person is told to every laptop of the district and to the office: a held attempt says what it is about and
-- when it ended (it was decided, or withdrawn), a conflict which version stood against it.
ALTER TABLE held_attempt
    ADD COLUMN producer_id uuid,
    ADD COLUMN category    text,
    ADD COLUMN channel     text,
    ADD COLUMN ended_at    timestamptz;
ALTER TABLE conflict ADD COLUMN master_version int;
CREATE INDEX conflict_open ON conflict (district) WHERE resolved_at IS NULL;
CREATE INDEX rejection_open ON rejection (district) WHERE acknowledged_at IS NULL;
CREATE INDEX held_attempt_open ON held_attempt (district) WHERE ended_at IS NULL;
