-- A document figures or producers come from.
INSERT INTO import_source (name, sha256, imported_at, imported_by)
VALUES ($1, $2, business_now(), $3)
RETURNING id, imported_at
