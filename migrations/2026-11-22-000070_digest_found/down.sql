DROP INDEX report_digest, certificate_digest, signature_digest, confirmed_version_digest, consolidation_digest;
