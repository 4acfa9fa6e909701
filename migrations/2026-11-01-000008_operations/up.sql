-- Every edit ever sent, by the id the person's device gave it: unique without exception and for ever, so that a replay
-- has no second effect. No foreign keys: this ledger is the widest write of the busiest verb, and `verify` checks it.
-- `answer` and `change` are what a late replay is answered from; they are emptied after 400 days, the id stays.
CREATE TABLE operation (
    id            uuid PRIMARY KEY,
    district      text,
    month         date,
    producer_id   uuid,
    category      text,
    channel       text,
    amount        numeric(14, 2),
    state         text,
    person_id     uuid NOT NULL,
    device_id     uuid NOT NULL,
    device_seq    bigint NOT NULL,
    payload_hash  bytea NOT NULL CHECK (length(payload_hash) = 32),
    outcome       text NOT NULL CHECK (outcome IN ('APPLIED', 'NOOP', 'CONFLICT', 'REJECTED', 'BLOCKED')),
    version       int,
    -- The sheet's version after this operation, and whether a cell made it: a first or positive cell opens its sheet.
    sheet_version int,
    made_sheet    boolean NOT NULL DEFAULT false,
    answer        jsonb,
    recorded_at   timestamptz,
    received_at   timestamptz NOT NULL,
    CHECK (outcome <> 'APPLIED' OR category IS NULL OR version IS NOT NULL)
);
CREATE INDEX operation_device ON operation (device_id, device_seq);
CREATE INDEX operation_answer_age ON operation (received_at) WHERE answer IS NOT NULL;

-- Two people, two values: both are kept until a person decides. Exactly one of entry (category, channel) and sheet.
CREATE TABLE conflict (
    id             uuid PRIMARY KEY,
    operation_id   uuid NOT NULL UNIQUE REFERENCES operation (id),
    district       text NOT NULL,
    month          date NOT NULL,
    producer_id    uuid NOT NULL REFERENCES producer (id),
    category       text,
    channel        text,
    base_version   int NOT NULL,
    master_amount  numeric(14, 2),
    offered_amount numeric(14, 2),
    master_state   text,
    offered_state  text,
    offered_by     uuid NOT NULL REFERENCES person (id),
    device_id      uuid NOT NULL,
    raised_at      timestamptz NOT NULL,
    resolved_at    timestamptz,
    resolved_by    uuid,
    FOREIGN KEY (district, month) REFERENCES report (district, month),
    CHECK ((category IS NULL) = (channel IS NULL))
);
CREATE INDEX conflict_report ON conflict (district, month);
CREATE INDEX conflict_producer ON conflict (producer_id);
CREATE INDEX conflict_offered_by ON conflict (offered_by);

-- Refused work is kept with its reason until somebody says that it was seen.
CREATE TABLE rejection (
    operation_id    uuid PRIMARY KEY REFERENCES operation (id),
    district        text NOT NULL REFERENCES area (code),
    month           date NOT NULL,
    refusal         jsonb NOT NULL,
    offered         text NOT NULL,
    offered_by      uuid NOT NULL REFERENCES person (id),
    device_id       uuid NOT NULL,
    rejected_at     timestamptz NOT NULL,
    acknowledged_at timestamptz
);
CREATE INDEX rejection_district ON rejection (district, month);
CREATE INDEX rejection_offered_by ON rejection (offered_by);

-- Work that waits for a month to open. Its operation id is not consumed; this row only lets the office see it waiting.
CREATE TABLE held_attempt (
    operation_id  uuid PRIMARY KEY,
    district      text NOT NULL REFERENCES area (code),
    month         date NOT NULL,
    code          text NOT NULL CHECK (code IN ('MONTH_CLOSED', 'MONTH_NOT_OPEN', 'CALENDAR_MISSING')),
    offered       text NOT NULL,
    offered_by    uuid NOT NULL REFERENCES person (id),
    device_id     uuid NOT NULL,
    held_since    timestamptz NOT NULL,
    last_tried_at timestamptz NOT NULL
);
CREATE INDEX held_attempt_district ON held_attempt (district, month);
CREATE INDEX held_attempt_offered_by ON held_attempt (offered_by);
