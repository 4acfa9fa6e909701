-- From version 7 to 8: evidence that was recorded here, each with its scan in the same row: there is no row without its file.
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
