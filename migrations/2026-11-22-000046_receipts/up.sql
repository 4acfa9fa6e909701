-- The signed form รต.๒ as the province registered it: which signature's, when, under which number, and whether it agrees with what the
-- system holds. The latest of a report counts; none is ever rewritten.
CREATE TABLE receipt (
    id              uuid PRIMARY KEY,
    district        text NOT NULL,
    month           date NOT NULL,
    submission      int NOT NULL,
    digest          text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    registry_number text NOT NULL CHECK (registry_number <> ''),
    received_on     date NOT NULL,
    agrees          boolean NOT NULL,
    remark          text CHECK (remark <> ''),
    received_at     timestamptz NOT NULL,
    received_by     uuid NOT NULL REFERENCES person (id),
    capacity        text NOT NULL,
    device_id       uuid,
    FOREIGN KEY (district, month, submission) REFERENCES signature (district, month, submission),
    CHECK (agrees OR remark IS NOT NULL)
);
CREATE INDEX receipt_report ON receipt (district, month, submission);
CREATE INDEX receipt_received_by ON receipt (received_by);
CREATE TRIGGER receipt_written_once BEFORE UPDATE OR DELETE ON receipt
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Seen by whoever reads the district's reports, written where one works: the service asks for the province.
ALTER TABLE receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON receipt FOR SELECT
    USING ((SELECT caller_everywhere('reading')) OR district LIKE ANY ((SELECT caller_areas('reading'))::text[]));
CREATE POLICY added ON receipt FOR INSERT
    WITH CHECK ((SELECT caller_everywhere('working')) OR district LIKE ANY ((SELECT caller_areas('working'))::text[]));
