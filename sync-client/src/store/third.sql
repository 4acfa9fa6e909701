-- From version 2 to 3.
ALTER TABLE mirror ADD COLUMN clock_error BIGINT;
ALTER TABLE outbox ADD COLUMN again BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN adopted_from TEXT;
ALTER TABLE outbox ADD COLUMN adoption_reason TEXT;
ALTER TABLE outbox ADD COLUMN adopted_at TEXT;
CREATE INDEX outbox_outgoing ON outbox (person, device_seq) WHERE state IN ('pending', 'held') OR again;
CREATE INDEX outbox_acknowledged ON outbox (device_seq) WHERE state IN ('pending', 'held') OR again;
