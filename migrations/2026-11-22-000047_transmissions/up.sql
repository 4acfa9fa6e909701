-- Number 0 is the draft that a node makes when the month closes. It is no consolidation yet: what the department makes counts from 1.
ALTER TABLE consolidation DROP CONSTRAINT consolidation_number_check,
                          ADD CONSTRAINT consolidation_number_check CHECK (number >= 0);

-- A letter by which a consolidation was sent on. Nothing sent is ever rewritten: a restatement is sent by another letter.
CREATE TABLE transmission (
    id            uuid PRIMARY KEY,
    month         date NOT NULL,
    number        int NOT NULL CHECK (number >= 1),
    recipient     text NOT NULL CHECK (recipient IN ('OPDC', 'MINISTRY')),
    letter_number text NOT NULL CHECK (letter_number <> ''),
    letter_date   date NOT NULL,
    remark        text CHECK (remark <> ''),
    recorded_at   timestamptz NOT NULL,
    recorded_by   uuid NOT NULL REFERENCES person (id),
    device_id     uuid,
    FOREIGN KEY (month, number) REFERENCES consolidation (month, number)
);
CREATE UNIQUE INDEX transmission_letter ON transmission (month, number, recipient, letter_number);
CREATE INDEX transmission_recorded_by ON transmission (recorded_by);
CREATE TRIGGER transmission_written_once BEFORE UPDATE OR DELETE ON transmission
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- As consolidations: seen by whoever sees the country's totals, written by the department.
ALTER TABLE transmission ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON transmission FOR SELECT USING ((SELECT caller_everywhere('totals')));
CREATE POLICY added ON transmission FOR INSERT WITH CHECK ((SELECT caller_everywhere('working')));
