-- From version 8 to 9: estimates of fiscal years. What is queued of them has columns of its own, so the queue is laid out anew.
DROP VIEW IF EXISTS mine;
DROP VIEW IF EXISTS outgoing;
DROP VIEW IF EXISTS over_cell;
DROP VIEW IF EXISTS over_sheet;
DROP VIEW IF EXISTS cell_now;
DROP VIEW IF EXISTS attention;
CREATE TABLE mirror_estimate (
    id          TEXT PRIMARY KEY NOT NULL,
    district    TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    period      TEXT NOT NULL,
    status      TEXT NOT NULL,
    version     INTEGER NOT NULL,
    opens_at    TEXT,
    due_at      TEXT,
    closes_at   TEXT,
    late        BOOLEAN NOT NULL
);
CREATE TABLE mirror_estimate_entry (
    id          TEXT PRIMARY KEY NOT NULL,
    producer_id TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    period      INTEGER NOT NULL,
    amount      TEXT NOT NULL,
    note        TEXT,
    version     INTEGER NOT NULL,
    deleted     BOOLEAN NOT NULL,
    changed_at  TEXT NOT NULL,
    changed_by  TEXT
);
CREATE INDEX mirror_estimate_entry_year ON mirror_estimate_entry (fiscal_year, producer_id);
ALTER TABLE mirror_conflict ADD COLUMN estimate_id TEXT;
DROP INDEX outbox_state;
DROP INDEX outbox_outgoing;
DROP INDEX outbox_acknowledged;
DROP INDEX outbox_target;
DROP INDEX outbox_sheet;
ALTER TABLE outbox RENAME TO queued_before;
CREATE TABLE outbox (
    operation_id   TEXT PRIMARY KEY NOT NULL,
    device_seq     BIGINT NOT NULL UNIQUE,
    person         TEXT NOT NULL REFERENCES person (id),
    base_version   INTEGER,
    base_operation TEXT,
    change         TEXT NOT NULL CHECK (json_valid(change)),
    resolves       TEXT,
    supersedes     TEXT,
    recorded_at    TEXT NOT NULL,
    state          TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'held', 'attention', 'done')),
    outcome        TEXT,
    refusal        TEXT,
    conflict       TEXT,
    entry_version  INTEGER,
    sheet_version  INTEGER,
    opens_at       TEXT,
    attempts       INTEGER NOT NULL DEFAULT 0,
    answered_at    TEXT,
    again          BOOLEAN NOT NULL DEFAULT 0,
    adopted_from    TEXT,
    adoption_reason TEXT,
    adopted_at      TEXT,
    kind           TEXT GENERATED ALWAYS AS (CASE WHEN change ->> '$.cell' IS NOT NULL THEN 'cell'
                       WHEN change ->> '$.sheet' IS NOT NULL THEN 'sheet'
                       WHEN change ->> '$.estimate' IS NOT NULL THEN 'estimate' ELSE 'discard' END) STORED,
    producer_id    TEXT GENERATED ALWAYS AS (coalesce(change ->> '$.cell.producerId', change ->> '$.sheet.producerId',
                       change ->> '$.estimate.producerId')) STORED,
    month          TEXT GENERATED ALWAYS AS (coalesce(change ->> '$.cell.month', change ->> '$.sheet.month')) STORED,
    category       TEXT GENERATED ALWAYS AS (change ->> '$.cell.category') STORED,
    channel        TEXT GENERATED ALWAYS AS (change ->> '$.cell.channel') STORED,
    amount         TEXT GENERATED ALWAYS AS (coalesce(change ->> '$.cell.amount', change ->> '$.estimate.amount')) STORED,
    fiscal_year    TEXT GENERATED ALWAYS AS (change ->> '$.estimate.fiscalYear') STORED,
    period         TEXT GENERATED ALWAYS AS (change ->> '$.estimate.period') STORED,
    sheet_id       TEXT GENERATED ALWAYS AS (producer_id || '|' || month) STORED,
    target         TEXT GENERATED ALWAYS AS (coalesce(producer_id || '|' || month || coalesce('|' || category || '|' || channel, ''),
                       producer_id || '|' || fiscal_year || '|' || period)) STORED,
    CHECK ((base_version IS NULL) <> (base_operation IS NULL))
);
CREATE INDEX outbox_state ON outbox (state, device_seq);
CREATE INDEX outbox_outgoing ON outbox (person, device_seq) WHERE state IN ('pending', 'held') OR again;
CREATE INDEX outbox_acknowledged ON outbox (device_seq) WHERE state IN ('pending', 'held') OR again;
CREATE INDEX outbox_target ON outbox (target, device_seq);
CREATE INDEX outbox_sheet ON outbox (sheet_id, device_seq);
INSERT INTO outbox (operation_id, device_seq, person, base_version, base_operation, change, resolves, supersedes, recorded_at, state, outcome, refusal, conflict, entry_version, sheet_version, opens_at, attempts, answered_at, again, adopted_from, adoption_reason, adopted_at)
SELECT operation_id, device_seq, person, base_version, base_operation, change, resolves, supersedes, recorded_at, state, outcome, refusal,
       conflict, entry_version, sheet_version, opens_at, attempts, answered_at, again, adopted_from, adoption_reason, adopted_at
FROM queued_before;
DROP TABLE queued_before;
UPDATE mirror SET cursor = NULL;
