-- Which life of the database this is. A restore begins a new epoch and generation, so that laptops offer their work again.
CREATE TABLE deployment (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch      uuid NOT NULL DEFAULT gen_random_uuid(),
    generation int NOT NULL DEFAULT 1 CHECK (generation >= 1)
);
INSERT INTO deployment DEFAULT VALUES;

-- Feed and audit trail are one book. A sequence is not commit order, so readers go by (generation, tx, seq) and only as far
-- as the oldest running transaction. Events of one report form a chain of hashes; events without a report one per area.
-- `body` is text because its very bytes are hashed.
CREATE TABLE event (
    generation    int NOT NULL,
    tx            xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq           bigserial NOT NULL,
    area          text NOT NULL REFERENCES area (code),
    month         date,
    kind          text NOT NULL,
    at            timestamptz NOT NULL,
    person_id     uuid REFERENCES person (id),
    body          text NOT NULL,
    chain_index   int NOT NULL CHECK (chain_index >= 1),
    previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash          bytea NOT NULL CHECK (hash = sha256(previous_hash || convert_to(body, 'UTF8'))),
    PRIMARY KEY (generation, tx, seq)
);
CREATE UNIQUE INDEX event_chain ON event (area, month, chain_index) NULLS NOT DISTINCT;
CREATE INDEX event_area ON event (area, generation, tx, seq);
CREATE INDEX event_person ON event (person_id);
CREATE TRIGGER event_written_once BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER event_never_truncated BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();

-- Heads of the chains that belong to no report, with the link before: an upsert can hand out both.
CREATE TABLE area_chain (
    area     text PRIMARY KEY REFERENCES area (code),
    length   int NOT NULL CHECK (length >= 1),
    previous bytea NOT NULL CHECK (length(previous) = 32),
    head     bytea NOT NULL CHECK (length(head) = 32)
);
