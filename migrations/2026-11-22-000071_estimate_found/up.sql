-- A print of an estimate carries its digest too (`/check/`): an index answers.
CREATE INDEX estimate_digest ON estimate (digest) WHERE digest IS NOT NULL;
CREATE INDEX estimate_revision_digest ON estimate_revision (digest);
