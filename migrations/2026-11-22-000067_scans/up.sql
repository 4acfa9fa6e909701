-- The scan of a paper that is recorded already: of a meeting's minutes, or of the signed รต.๒ that the province registered.
CREATE TABLE scan (
    id         uuid PRIMARY KEY,
    district   text NOT NULL,
    meeting_id uuid REFERENCES meeting (id),
    receipt_id uuid REFERENCES receipt (id),
    sha256     text NOT NULL REFERENCES file (sha256),
    added_at   timestamptz NOT NULL,
    added_by   uuid NOT NULL REFERENCES person (id),
    capacity   text NOT NULL,
    device_id  uuid,
    CHECK (num_nonnulls(meeting_id, receipt_id) = 1)
);
CREATE UNIQUE INDEX scan_meeting ON scan (meeting_id, sha256);
CREATE UNIQUE INDEX scan_receipt ON scan (receipt_id, sha256);
CREATE INDEX scan_sha256 ON scan (sha256);
CREATE INDEX scan_added_by ON scan (added_by);
CREATE TRIGGER scan_written_once BEFORE UPDATE OR DELETE ON scan
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Seen and written by whoever reads the district's reports, as meetings are: the secretary is of the committee.
ALTER TABLE scan ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON scan FOR SELECT
    USING ((SELECT caller_everywhere('reading')) OR district LIKE ANY ((SELECT caller_areas('reading'))::text[]));
CREATE POLICY added ON scan FOR INSERT
    WITH CHECK ((SELECT caller_everywhere('reading')) OR district LIKE ANY ((SELECT caller_areas('reading'))::text[]));

-- A file is seen by who sees what it is attached to, and by who sent it.
CREATE POLICY seen ON file FOR SELECT USING (
    EXISTS (SELECT FROM file_upload WHERE file_upload.sha256 = file.sha256)
    OR EXISTS (SELECT FROM evidence WHERE evidence.sha256 = file.sha256)
    OR EXISTS (SELECT FROM scan WHERE scan.sha256 = file.sha256)
);
