-- A committee's meeting on paper about one submission, as its secretary recorded it: with a quorum it resolved, without one it was
-- adjourned and may be called again. It stays when the report is returned.
CREATE TABLE meeting (
    id           uuid PRIMARY KEY,
    district     text NOT NULL,
    month        date NOT NULL,
    submission   int NOT NULL,
    digest       text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    number       text NOT NULL CHECK (number <> ''),
    held_on      date NOT NULL,
    place        text NOT NULL CHECK (place <> ''),
    minutes      text NOT NULL CHECK (minutes <> ''),
    presided_by  uuid NOT NULL REFERENCES person (id),
    outcome      text NOT NULL CHECK (outcome IN ('ADJOURNED', 'CERTIFIED', 'OBJECTED')),
    -- Members who had to attend, and whether they were so few because the meeting was called again.
    quorum       int NOT NULL CHECK (quorum >= 1),
    called_again boolean NOT NULL,
    casting_vote text CHECK (casting_vote IN ('CERTIFY', 'OBJECT')),
    objections   text CHECK (objections <> ''),
    recorded_at  timestamptz NOT NULL,
    recorded_by  uuid NOT NULL REFERENCES person (id),
    device_id    uuid,
    FOREIGN KEY (district, month) REFERENCES report (district, month),
    CHECK (outcome <> 'OBJECTED' OR objections IS NOT NULL),
    CHECK (outcome <> 'ADJOURNED' OR casting_vote IS NULL)
);
CREATE INDEX meeting_report ON meeting (district, month, submission);
CREATE UNIQUE INDEX meeting_resolution ON meeting (district, month, submission) WHERE outcome <> 'ADJOURNED';
CREATE INDEX meeting_presided_by ON meeting (presided_by);
CREATE INDEX meeting_recorded_by ON meeting (recorded_by);

-- Who was there, of the electorate frozen at submission; without a choice who abstained, or where nothing was resolved.
CREATE TABLE attendance (
    meeting_id uuid NOT NULL REFERENCES meeting (id),
    district   text NOT NULL,
    month      date NOT NULL,
    submission int NOT NULL,
    person_id  uuid NOT NULL,
    choice     text CHECK (choice IN ('CERTIFY', 'OBJECT')),
    PRIMARY KEY (meeting_id, person_id),
    FOREIGN KEY (district, month, submission, person_id) REFERENCES elector (district, month, submission, person_id)
);
CREATE INDEX attendance_elector ON attendance (district, month, submission, person_id);

CREATE TRIGGER meeting_written_once BEFORE UPDATE OR DELETE ON meeting
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER attendance_written_once BEFORE UPDATE OR DELETE ON attendance
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- What a quorum is when a meeting is called again, frozen at submission as the rest of the electorate is. A submission from before has
-- neither: it keeps its whole quorum.
ALTER TABLE report ADD COLUMN recalled_quorum int CHECK (recalled_quorum >= 1),
                   ADD COLUMN recalled_within_days smallint CHECK (recalled_within_days >= 1);

-- Seen and written by whoever reads the district's reports, as votes are: the secretary is of the committee.
DO $$
DECLARE
    walled text;
    inside text := '((SELECT caller_everywhere(''reading'')) OR district LIKE ANY ((SELECT caller_areas(''reading''))::text[]))';
BEGIN
    FOREACH walled IN ARRAY ARRAY['meeting', 'attendance'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s)', walled, inside);
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK (%s)', walled, inside);
    END LOOP;
END $$;

-- A member needs no account: whoever keeps a committee writes down whom it appoints.
CREATE POLICY added ON person FOR INSERT WITH CHECK (cardinality((SELECT caller_areas('working'))) > 0);
