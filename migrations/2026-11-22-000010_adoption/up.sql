-- Edits of an absent officer that the district's CD officer sent under his or her own name: whose they were, and why.
-- A table of its own, because they are few and the ledger of operations is the widest write of the busiest verb.
CREATE TABLE adoption (
    operation_id uuid PRIMARY KEY REFERENCES operation (id),
    adopted_from uuid NOT NULL REFERENCES person (id),
    reason       text NOT NULL CHECK (reason <> '')
);
CREATE INDEX adoption_adopted_from ON adoption (adopted_from);
