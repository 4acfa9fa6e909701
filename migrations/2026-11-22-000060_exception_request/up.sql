-- What a district asks the department for: its month opened until an instant. The province says what it thinks of it, the department
-- grants it or declines. One request of a month waits at a time.
CREATE TABLE exception_request (
    id           uuid PRIMARY KEY,
    district     text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month        date NOT NULL CHECK (extract(day FROM month) = 1),
    until        timestamptz NOT NULL,
    reopen       boolean NOT NULL,
    reason       text NOT NULL CHECK (reason <> ''),
    requested_by uuid NOT NULL REFERENCES person (id),
    requested_at timestamptz NOT NULL,
    endorsement  text CHECK (endorsement <> ''),
    endorsed_by  uuid REFERENCES person (id),
    endorsed_at  timestamptz,
    refusal      text CHECK (refusal <> ''),
    declined_by  uuid REFERENCES person (id),
    declined_at  timestamptz,
    exception_id uuid UNIQUE REFERENCES exception (id),
    CHECK (num_nulls(endorsement, endorsed_by, endorsed_at) IN (0, 3)),
    CHECK (num_nulls(refusal, declined_by, declined_at) IN (0, 3)),
    CHECK (exception_id IS NULL OR declined_at IS NULL)
);
CREATE UNIQUE INDEX exception_request_waiting ON exception_request (district, month) WHERE exception_id IS NULL AND declined_at IS NULL;
CREATE INDEX exception_request_district ON exception_request (district, requested_at);
CREATE INDEX exception_request_requested_by ON exception_request (requested_by);
CREATE INDEX exception_request_endorsed_by ON exception_request (endorsed_by);
CREATE INDEX exception_request_declined_by ON exception_request (declined_by);

-- The second wall: for those who work in the district.
ALTER TABLE exception_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY working ON exception_request
    USING ((SELECT caller_everywhere('working')) OR district LIKE ANY ((SELECT caller_areas('working'))::text[]));
