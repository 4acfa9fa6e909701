-- From version 1 to 2.
ALTER TABLE mirror ADD COLUMN since_seq BIGINT NOT NULL DEFAULT 0;
CREATE TABLE listed (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    operation_id TEXT NOT NULL UNIQUE
);
