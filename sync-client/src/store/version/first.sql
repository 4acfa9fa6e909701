-- The file of one laptop. `mirror` tables hold what the server said, `outbox` what the person said; the views at the end
-- lay one over the other. A pull writes the mirror, an edit writes the outbox: neither can overwrite the other.

-- This laptop, and the number of its next operation: numbers are never used twice, even when old rows are tidied away.
CREATE TABLE device (
    one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id       TEXT NOT NULL,
    next_seq BIGINT NOT NULL DEFAULT 1
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

-- Where the mirror stands, for whom, and how far the server's business clock (milliseconds) is ahead of this laptop's.
CREATE TABLE mirror (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    server       TEXT,
    person       TEXT,
    cursor       TEXT,
    epoch        TEXT,
    pulled_at    TEXT,
    pushed_at    TEXT,
    clock_offset BIGINT NOT NULL DEFAULT 0
);
INSERT INTO mirror (one) VALUES (1);

CREATE TABLE mirror_channel (
    code    TEXT PRIMARY KEY NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL
);

CREATE TABLE mirror_producer (
    id                  TEXT PRIMARY KEY NOT NULL,
    district            TEXT NOT NULL,
    registration_number TEXT,
    name                TEXT NOT NULL,
    kind                TEXT NOT NULL,
    subdistrict         TEXT NOT NULL,
    active_from         TEXT NOT NULL,
    active_until        TEXT,
    version             INTEGER NOT NULL
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

CREATE TABLE mirror_conflict (
    id             TEXT PRIMARY KEY NOT NULL,
    entry_id       TEXT,
    sheet_id       TEXT,
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

-- One edit of one person. `change` is what is sent, to the letter; what the views need is read out of it here, so that
-- there is one truth. `device_seq` is the order of a person's intentions.
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
    kind           TEXT GENERATED ALWAYS AS (CASE WHEN change ->> '$.cell' IS NOT NULL THEN 'cell'
                       WHEN change ->> '$.sheet' IS NOT NULL THEN 'sheet' ELSE 'discard' END) STORED,
    producer_id    TEXT GENERATED ALWAYS AS (coalesce(change ->> '$.cell.producerId', change ->> '$.sheet.producerId')) STORED,
    month          TEXT GENERATED ALWAYS AS (coalesce(change ->> '$.cell.month', change ->> '$.sheet.month')) STORED,
    category       TEXT GENERATED ALWAYS AS (change ->> '$.cell.category') STORED,
    channel        TEXT GENERATED ALWAYS AS (change ->> '$.cell.channel') STORED,
    amount         TEXT GENERATED ALWAYS AS (change ->> '$.cell.amount') STORED,
    sheet_id       TEXT GENERATED ALWAYS AS (producer_id || '|' || month) STORED,
    target         TEXT GENERATED ALWAYS AS (producer_id || '|' || month || coalesce('|' || category || '|' || channel, '')) STORED,
    CHECK ((base_version IS NULL) <> (base_operation IS NULL))
);
CREATE INDEX outbox_state ON outbox (state, device_seq);
CREATE INDEX outbox_target ON outbox (target, device_seq);
CREATE INDEX outbox_sheet ON outbox (sheet_id, device_seq);

-- What the signed-in person said. Nobody reads another person's queue through a view.
CREATE VIEW mine AS
    SELECT outbox.* FROM outbox JOIN session ON session.person = outbox.person;

-- The own edits of cells that the mirror does not show: what waits, and what was accepted but has not come back by a
-- pull yet. They lie over the mirror, the latest on top.
CREATE VIEW over_cell AS
    SELECT mine.* FROM mine
    WHERE kind = 'cell' AND (state IN ('pending', 'held') OR state = 'done'
        AND coalesce(entry_version, 0) > coalesce((SELECT version FROM mirror_entry WHERE id = target), 0));

-- The own edits that bear on a sheet and that the mirror does not show: of its state, and of its cells, which by the
-- server's rules may make or reopen it.
CREATE VIEW over_sheet AS
    SELECT mine.* FROM mine
    WHERE kind <> 'discard' AND (state IN ('pending', 'held') OR state = 'done'
        AND coalesce(sheet_version, 0) > coalesce((SELECT version FROM mirror_sheet WHERE id = sheet_id), 0));

-- The cells as the person sees them. `own` is the state of his or her own edit on top, empty where the mirror shows.
CREATE VIEW cell_now AS
    WITH top AS (
        SELECT *, row_number() OVER (PARTITION BY target ORDER BY device_seq DESC) AS place FROM over_cell)
    SELECT coalesce(top.target, entry.id) AS id,
           coalesce(top.producer_id, entry.producer_id) AS producer_id,
           coalesce(top.month, entry.month) AS month,
           coalesce(top.category, entry.category) AS category,
           coalesce(top.channel, entry.channel) AS channel,
           CASE WHEN top.target IS NULL THEN entry.amount ELSE top.amount END AS amount,
           CASE WHEN top.target IS NULL THEN entry.note ELSE top.change ->> '$.cell.note' END AS note,
           top.state AS own
    FROM mirror_entry AS entry FULL OUTER JOIN (SELECT * FROM top WHERE place = 1) AS top ON top.target = entry.id
    WHERE CASE WHEN top.target IS NULL THEN NOT entry.deleted ELSE top.amount IS NOT NULL END;

-- What a person must look at: the own refused edits, and every open conflict of the district, whoever offered it.
-- A conflict that was decided on another laptop disappears from here by the pull, without a touch of the outbox.
CREATE VIEW attention AS
    SELECT mine.operation_id AS operation_id, known.id AS conflict_id, 1 AS own
    FROM mine LEFT JOIN mirror_conflict AS known ON known.operation_id = mine.operation_id
    WHERE mine.state = 'attention' AND known.resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM mirror_rejection AS seen WHERE seen.operation_id = mine.operation_id AND seen.acknowledged_at IS NOT NULL)
    UNION ALL
    SELECT conflict.operation_id, conflict.id, 0
    FROM mirror_conflict AS conflict
    WHERE conflict.resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.operation_id = conflict.operation_id)
      AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.state IN ('pending', 'held', 'done')
                      AND (mine.resolves = conflict.id OR mine.change ->> '$.discard.conflictId' = conflict.id));
