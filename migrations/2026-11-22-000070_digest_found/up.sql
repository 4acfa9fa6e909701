-- A print carries the digest of its figures, and whoever holds the print asks by it (`/check/`), without a sign-in: an index answers.
CREATE INDEX report_digest ON report (digest) WHERE digest IS NOT NULL;
CREATE INDEX certificate_digest ON certificate (digest);
CREATE INDEX signature_digest ON signature (digest);
CREATE INDEX confirmed_version_digest ON confirmed_version (digest);
CREATE INDEX consolidation_digest ON consolidation (digest);
