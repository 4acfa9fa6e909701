DROP INDEX estimate_digest, estimate_revision_digest;
