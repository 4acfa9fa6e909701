-- What can show that a figure is right: an assumption, therefore a table and not an enum.
CREATE TABLE evidence_kind (
    code        text PRIMARY KEY CHECK (code ~ '^[A-Z_]+$'),
    name_th     text NOT NULL CHECK (name_th <> ''),
    name_en     text NOT NULL CHECK (name_en <> ''),
    ordinal     smallint NOT NULL UNIQUE,
    valid_from  date NOT NULL DEFAULT '2019-10-01',
    valid_until date CHECK (valid_until >= valid_from)
);
INSERT INTO evidence_kind (code, name_th, name_en, ordinal) VALUES
    ('SALES_BOOK', 'สมุดบัญชีขาย', 'sales book', 1),
    ('RECEIPT', 'ใบเสร็จรับเงิน บิลเงินสด', 'receipts', 2),
    ('BANK_STATEMENT', 'รายการเดินบัญชีธนาคาร', 'bank statement', 3),
    ('ONLINE_ORDER', 'รายการสั่งซื้อออนไลน์', 'orders online', 4),
    ('PHOTO', 'ภาพถ่าย', 'photograph', 5),
    ('STATEMENT', 'หนังสือรับรองของผู้ผลิต', 'the producer''s own statement', 6),
    ('OTHER', 'อื่น ๆ', 'other', 7);

-- Evidence of a producer's month (letter, section 5): it is kept at the producer; this says what it is, where it lies, and who saw it
-- when. The scan is optional. Withdrawn, never rewritten.
CREATE TABLE evidence (
    id          uuid PRIMARY KEY,
    district    text NOT NULL,
    month       date NOT NULL,
    producer_id uuid NOT NULL REFERENCES producer (id),
    kind        text NOT NULL REFERENCES evidence_kind (code),
    reference   text NOT NULL CHECK (reference <> ''),
    kept_at     text NOT NULL CHECK (kept_at <> ''),
    seen_by     text NOT NULL CHECK (seen_by <> ''),
    seen_on     date NOT NULL,
    note        text CHECK (note <> ''),
    sha256      text REFERENCES file (sha256),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person (id),
    capacity    text NOT NULL,
    device_id   uuid,
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX evidence_report ON evidence (district, month, producer_id);
CREATE INDEX evidence_producer ON evidence (producer_id, month);
CREATE INDEX evidence_kind_of ON evidence (kind);
CREATE INDEX evidence_sha256 ON evidence (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX evidence_recorded_by ON evidence (recorded_by);
CREATE TRIGGER evidence_written_once BEFORE UPDATE OR DELETE ON evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

CREATE TABLE evidence_withdrawal (
    evidence_id  uuid PRIMARY KEY REFERENCES evidence (id),
    reason       text NOT NULL CHECK (reason <> ''),
    withdrawn_at timestamptz NOT NULL,
    withdrawn_by uuid NOT NULL REFERENCES person (id)
);
CREATE INDEX evidence_withdrawal_withdrawn_by ON evidence_withdrawal (withdrawn_by);
CREATE TRIGGER evidence_withdrawal_written_once BEFORE UPDATE OR DELETE ON evidence_withdrawal
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- The province looks at a producer's evidence and says whether it agrees with the figures, which are written down as they were then. The
-- latest of a producer's month counts.
CREATE TABLE spot_check (
    id          uuid PRIMARY KEY,
    district    text NOT NULL,
    month       date NOT NULL,
    producer_id uuid NOT NULL REFERENCES producer (id),
    agrees      boolean NOT NULL,
    note        text CHECK (note <> ''),
    satang      bigint NOT NULL,
    checked_on  date NOT NULL,
    checked_at  timestamptz NOT NULL,
    checked_by  uuid NOT NULL REFERENCES person (id),
    capacity    text NOT NULL,
    device_id   uuid,
    FOREIGN KEY (district, month) REFERENCES report (district, month),
    CHECK (agrees OR note IS NOT NULL)
);
CREATE INDEX spot_check_report ON spot_check (district, month, producer_id, checked_at);
CREATE INDEX spot_check_producer ON spot_check (producer_id, month);
CREATE INDEX spot_check_checked_by ON spot_check (checked_by);
CREATE TRIGGER spot_check_written_once BEFORE UPDATE OR DELETE ON spot_check
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Completeness of evidence rides on the report's row, as that of the figures does: producers of the roster with evidence that stands,
-- with a spot check, and with one that did not agree.
ALTER TABLE report ADD COLUMN evidenced    int NOT NULL DEFAULT 0 CHECK (evidenced >= 0),
                   ADD COLUMN spot_checked int NOT NULL DEFAULT 0 CHECK (spot_checked >= 0),
                   ADD COLUMN disagreeing  int NOT NULL DEFAULT 0 CHECK (disagreeing >= 0);

-- How the evidence of a report stands, by producer of its roster. Evidence that was withdrawn counts no more; of spot checks the latest.
CREATE FUNCTION evidence_of(wanted_district text, wanted_month date)
RETURNS TABLE (producer_id uuid, subdistrict text, evidenced boolean, checked boolean, disagrees boolean) LANGUAGE sql STABLE AS $$
    SELECT member.producer_id, member.subdistrict,
           EXISTS (SELECT FROM evidence
                   WHERE evidence.district = wanted_district AND evidence.month = wanted_month AND evidence.producer_id = member.producer_id
                     AND NOT EXISTS (SELECT FROM evidence_withdrawal WHERE evidence_id = evidence.id)),
           latest.agrees IS NOT NULL, latest.agrees IS NOT DISTINCT FROM false
    FROM roster_of(wanted_district, wanted_month) AS member
    LEFT JOIN LATERAL (
        SELECT spot_check.agrees FROM spot_check
        WHERE spot_check.district = wanted_district AND spot_check.month = wanted_month AND spot_check.producer_id = member.producer_id
        ORDER BY spot_check.checked_at DESC, spot_check.id DESC
        LIMIT 1
    ) AS latest ON true
$$;

ALTER TABLE evidence_kind ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON evidence_kind FOR SELECT USING (true);
-- Seen as the sheet is: a committee reads it from the report's submission on. Written where one works: the service asks for the role.
DO $$
DECLARE
    walled text;
    inside text := '((SELECT caller_everywhere(%1$L)) OR district LIKE ANY ((SELECT caller_areas(%1$L))::text[]))';
BEGIN
    FOREACH walled IN ARRAY ARRAY['evidence', 'spot_check'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s OR %s AND EXISTS (
                            SELECT FROM report WHERE report.district = %1$I.district AND report.month = %1$I.month AND report.status <> ''DRAFT''))',
                       walled, format(inside, 'working'), format(inside, 'reading'));
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK (%s)', walled, format(inside, 'working'));
    END LOOP;
END $$;
ALTER TABLE evidence_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_evidence ON evidence_withdrawal USING (EXISTS (SELECT FROM evidence WHERE evidence.id = evidence_id));
