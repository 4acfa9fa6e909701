-- The demonstration as a source of figures; the generation is what its events are written under.
INSERT INTO import_source (name, sha256, imported_at)
VALUES ($1, $2, business_now())
RETURNING id, imported_at, (SELECT generation FROM deployment)
