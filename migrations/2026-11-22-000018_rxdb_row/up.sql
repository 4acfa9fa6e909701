-- Stock RxDB gives its writes no ids. The last row that a client sent of each document tells a row that is sent again, because
-- its answer was lost, from a new edit that looks the same (10 → 20 → 10 → 20). Documents and rows are kept as SHA-256: what
-- a client sends as an id may be anything. No foreign key to `operation`, as nothing has one.
CREATE TABLE rxdb_row (
    device_id    uuid NOT NULL,
    person_id    uuid NOT NULL,
    document     bytea NOT NULL CHECK (length(document) = 32),
    row_hash     bytea NOT NULL CHECK (length(row_hash) = 32),
    operation_id uuid NOT NULL,
    PRIMARY KEY (device_id, person_id, document)
);
