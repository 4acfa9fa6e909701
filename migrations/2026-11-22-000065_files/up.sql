-- A file of the store, by the SHA-256 of its bytes. A row is written when the file is whole and on the disk, never before: there is no
-- row without its file. What the file is was read from its content.
CREATE TABLE file (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text NOT NULL CHECK (media_type IN ('PDF', 'JPEG', 'PNG')),
    size       int NOT NULL CHECK (size BETWEEN 1 AND 10485760),
    kept_at    timestamptz NOT NULL
);

-- Who sent all its bytes: to know a name is not to have the file, so only these people may attach it to something of theirs.
CREATE TABLE file_upload (
    sha256      text NOT NULL REFERENCES file (sha256) ON DELETE CASCADE,
    person_id   uuid NOT NULL REFERENCES person (id),
    uploaded_at timestamptz NOT NULL,
    PRIMARY KEY (sha256, person_id)
);
CREATE INDEX file_upload_person_id ON file_upload (person_id);

-- One's own uploads; who else sees a file is told where it is attached (000067).
ALTER TABLE file ENABLE ROW LEVEL SECURITY;
CREATE POLICY added ON file FOR INSERT WITH CHECK (cardinality((SELECT caller_areas('reading'))) > 0);
ALTER TABLE file_upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON file_upload USING (person_id = (SELECT caller_person()));
