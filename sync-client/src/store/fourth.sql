-- From version 3 to 4.
CREATE TABLE lease (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    token   TEXT NOT NULL,
    program TEXT NOT NULL,
    pid     BIGINT NOT NULL,
    since   TEXT NOT NULL
);
CREATE TABLE past_device (
    id       TEXT PRIMARY KEY NOT NULL,
    next_seq BIGINT NOT NULL,
    ended_at TEXT NOT NULL,
    reason   TEXT NOT NULL
);
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
