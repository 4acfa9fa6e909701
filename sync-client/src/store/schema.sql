-- The file of one laptop. `mirror` tables hold what the server said, `outbox` what the person said; the views
-- (`views.sql`) lay one over the other. A pull writes the mirror, an edit writes the outbox: neither can overwrite the other.

-- This laptop, and the number of its next operation: numbers are never used twice, even when old rows are tidied away.
CREATE TABLE device (
    one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id       TEXT NOT NULL,
    next_seq BIGINT NOT NULL DEFAULT 1
);

-- Names this laptop had before. A file that was copied back, restored or rescued goes on under a new one: what was numbered
-- since then under the old one must not be numbered again.
CREATE TABLE past_device (
    id       TEXT PRIMARY KEY NOT NULL,
    next_seq BIGINT NOT NULL,
    ended_at TEXT NOT NULL,
    reason   TEXT NOT NULL
);

-- Which program meets the server now, or did last: the one whose `lease-TOKEN` beside the file is locked and beats.
CREATE TABLE lease (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    token   TEXT NOT NULL,
    program TEXT NOT NULL,
    pid     BIGINT NOT NULL,
    since   TEXT NOT NULL
);

-- Who has ever worked here, so that it can be said whose edits wait.
CREATE TABLE person (
    id   TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

-- Who is signed in; no row when nobody is. Without tokens the person can go on working, but must sign in to send.
CREATE TABLE session (
    one               INTEGER PRIMARY KEY CHECK (one = 1),
    server            TEXT NOT NULL,
    username          TEXT NOT NULL,
    person            TEXT NOT NULL REFERENCES person (id),
    position          TEXT NOT NULL,
    assignments       TEXT NOT NULL,
    access_token      TEXT,
    refresh_token     TEXT
);

-- Where the mirror stands, for whom, how far the server's business clock is ahead of this laptop's, and by how much this
-- laptop's clock is wrong (milliseconds, positive where it is ahead).
-- Operations before `since_seq` were answered by another server: they say nothing about this one's figures.
CREATE TABLE mirror (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    server       TEXT,
    person       TEXT,
    cursor       TEXT,
    epoch        TEXT,
    pulled_at    TEXT,
    pushed_at    TEXT,
    clock_offset BIGINT NOT NULL DEFAULT 0,
    since_seq    BIGINT NOT NULL DEFAULT 0,
    clock_error  BIGINT
);
INSERT INTO mirror (one) VALUES (1);

CREATE TABLE mirror_channel (
    code    TEXT PRIMARY KEY NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL
);

-- `makes`: the categories of its products, `FOOD,HERB`; empty where it has none.
CREATE TABLE mirror_producer (
    id                  TEXT PRIMARY KEY NOT NULL,
    district            TEXT NOT NULL,
    registration_number TEXT,
    name                TEXT NOT NULL,
    kind                TEXT NOT NULL,
    subdistrict         TEXT NOT NULL,
    active_from         TEXT NOT NULL,
    active_until        TEXT,
    version             INTEGER NOT NULL,
    makes               TEXT
);
CREATE INDEX mirror_producer_registration ON mirror_producer (registration_number);

-- Instants are RFC 3339 in UTC, months `2023-02`, amounts exact decimal text: nothing here is ever a float.
CREATE TABLE mirror_report (
    id              TEXT PRIMARY KEY NOT NULL,
    district        TEXT NOT NULL,
    month           TEXT NOT NULL,
    status          TEXT NOT NULL,
    version         INTEGER NOT NULL,
    audit_head      TEXT NOT NULL,
    opens_at        TEXT,
    submit_from     TEXT,
    due_at          TEXT,
    closes_at       TEXT,
    exception_until TEXT,
    writable_from   TEXT,
    writable_until  TEXT
);

CREATE TABLE mirror_sheet (
    id          TEXT PRIMARY KEY NOT NULL,
    producer_id TEXT NOT NULL,
    month       TEXT NOT NULL,
    state       TEXT NOT NULL,
    reason      TEXT,
    given_by    TEXT,
    given_on    TEXT,
    note        TEXT,
    copied      BOOLEAN NOT NULL DEFAULT 0,
    version     INTEGER NOT NULL,
    changed_at  TEXT NOT NULL,
    changed_by  TEXT
);

-- Removed entries stay with their version: the base of whoever enters the cell again.
CREATE TABLE mirror_entry (
    id          TEXT PRIMARY KEY NOT NULL,
    producer_id TEXT NOT NULL,
    month       TEXT NOT NULL,
    category    TEXT NOT NULL,
    channel     TEXT NOT NULL,
    amount      TEXT NOT NULL,
    note        TEXT,
    version     INTEGER NOT NULL,
    deleted     BOOLEAN NOT NULL,
    changed_at  TEXT NOT NULL,
    changed_by  TEXT
);
CREATE INDEX mirror_entry_month ON mirror_entry (month, producer_id);

-- The estimates of fiscal years. `period`: by what the year is estimated, MONTH, QUARTER or YEAR.
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

-- Removed figures stay with their version, as cells do.
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

CREATE TABLE mirror_conflict (
    id             TEXT PRIMARY KEY NOT NULL,
    entry_id       TEXT,
    sheet_id       TEXT,
    estimate_id    TEXT,
    base_version   INTEGER NOT NULL,
    master_amount  TEXT,
    offered_amount TEXT,
    master_state   TEXT,
    offered_state  TEXT,
    offered_by     TEXT,
    device_id      TEXT,
    operation_id   TEXT NOT NULL,
    resolved_at    TEXT
);
CREATE INDEX mirror_conflict_operation ON mirror_conflict (operation_id);

CREATE TABLE mirror_rejection (
    operation_id    TEXT PRIMARY KEY NOT NULL,
    refusal         TEXT NOT NULL,
    offered         TEXT NOT NULL,
    offered_by      TEXT,
    acknowledged_at TEXT
);

-- What waits for its month anywhere in the district, as long as it waits.
CREATE TABLE mirror_held (
    operation_id TEXT PRIMARY KEY NOT NULL,
    district     TEXT NOT NULL,
    month        TEXT NOT NULL,
    code         TEXT NOT NULL,
    offered      TEXT NOT NULL,
    offered_by   TEXT,
    held_since   TEXT NOT NULL,
    opens_at     TEXT
);

-- A place's Roadmap of a fiscal year, in the JSON it was told in: it is shown and decides nothing.
CREATE TABLE mirror_year (
    area        TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    told        TEXT NOT NULL CHECK (json_valid(told)),
    PRIMARY KEY (area, fiscal_year)
);

-- One edit of one person. `change` is what is sent, to the letter; what the views need is read out of it here, so that
-- there is one truth. `device_seq` is the order of a person's intentions. `again`: answered, but by a life of the server that
-- is no more. `adopted_from`: whose edit it was before an officer took it over, with the reason.
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

-- The numbers by which people name what needs them. A number is given once and never again: one that was read off an old
-- list names the same thing or nothing.
CREATE TABLE listed (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    operation_id TEXT NOT NULL UNIQUE
);

-- Evidence that was recorded here, each with its scan in the same row: there is no row without its file.
CREATE TABLE attachment (
    id          TEXT PRIMARY KEY NOT NULL,
    person      TEXT NOT NULL REFERENCES person (id),
    producer_id TEXT NOT NULL,
    month       TEXT NOT NULL,
    -- What is sent, to the letter.
    input       TEXT NOT NULL,
    file_name   TEXT,
    size        BIGINT NOT NULL DEFAULT 0,
    scan        BLOB,
    -- Bytes of the scan that the server had when it was last asked.
    received    BIGINT NOT NULL DEFAULT 0,
    recorded_at TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'attention')),
    refusal     TEXT,
    -- In which life the server took it: another one is told again.
    epoch       TEXT,
    answered_at TEXT
);
CREATE INDEX attachment_state ON attachment (state, person);
