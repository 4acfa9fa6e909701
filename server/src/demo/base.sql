-- The base of the demonstration's year, frozen by nobody in particular.
INSERT INTO base_revision (fiscal_year, revision, base_policy, reason, digest, frozen_at) VALUES ($1, 0, $2, $3, $4, $5)
