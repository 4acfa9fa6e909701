-- How the estimate of a fiscal year is made. The letter of 2566 says when it is due; the rest is an assumption of ours, therefore a row.
CREATE TABLE estimate_rule (
    fiscal_year int PRIMARY KEY CHECK (fiscal_year BETWEEN 2444 AND 2699),
    period      text NOT NULL DEFAULT 'QUARTER' CHECK (period IN ('MONTH', 'QUARTER', 'YEAR')),
    opens_on    date NOT NULL,
    due_on      date NOT NULL CHECK (due_on >= opens_on),
    -- It closes with its year.
    CHECK (due_on <= make_date(fiscal_year - 543, 9, 30))
);
INSERT INTO estimate_rule (fiscal_year, opens_on, due_on)
SELECT year, make_date(year - 544, 10, 1), make_date(year - 543, 2, 23) FROM generate_series(2555, 2580) AS year;

-- One district and fiscal year: the aggregate whose row lock serialises its writers, as a report's does. Its events stand in the
-- district's own chain. `month` is its term (`subject`).
CREATE TABLE estimate (
    district             text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    fiscal_year          int NOT NULL REFERENCES estimate_rule (fiscal_year),
    month                date NOT NULL GENERATED ALWAYS AS (make_date(fiscal_year - 543, 9, 30)) STORED,
    status               text NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'SUBMITTED', 'CERTIFIED', 'SENT', 'RETURNED')),
    version              int NOT NULL DEFAULT 0 CHECK (version >= 0),
    submission           int NOT NULL DEFAULT 0 CHECK (submission >= 0),
    digest               text CHECK (digest ~ '^[0-9a-f]{64}$'),
    submitted_at         timestamptz,
    submitted_by         uuid REFERENCES person (id),
    meeting              text,
    remark               text,
    quorum               int CHECK (quorum >= 1),
    recalled_quorum      int CHECK (recalled_quorum >= 1),
    recalled_within_days smallint CHECK (recalled_within_days >= 1),
    -- Sums of its figures in satang, one a period, and how many producers have some: they ride on the row, so that a nation's table
    -- reads no figures.
    live_satang          bigint[] NOT NULL DEFAULT '{}',
    estimated            int NOT NULL DEFAULT 0 CHECK (estimated >= 0),
    -- How many revisions were sent, and which one counts (assumption: the first, unless the department accepts a later one).
    revisions            int NOT NULL DEFAULT 0 CHECK (revisions >= 0),
    accepted             int NOT NULL DEFAULT 0 CHECK (accepted >= 0),
    changed_at           timestamptz,
    PRIMARY KEY (district, fiscal_year),
    CHECK ((status IN ('DRAFT', 'RETURNED')) = (digest IS NULL)),
    CHECK (status <> 'SENT' OR revisions > 0),
    CHECK (accepted = 0 OR accepted < revisions)
);
CREATE INDEX estimate_fiscal_year ON estimate (fiscal_year, district);
CREATE INDEX estimate_submitted_by ON estimate (submitted_by);
CREATE TRIGGER estimate_is_subject AFTER INSERT ON estimate
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION make_subject();

-- What a producer is expected to sell in a period. Removal leaves the row with its version, so that a version is never used twice.
CREATE TABLE estimate_cell (
    district    text NOT NULL,
    fiscal_year int NOT NULL,
    producer_id uuid NOT NULL REFERENCES producer (id),
    period      smallint NOT NULL CHECK (period BETWEEN 1 AND 12),
    amount      numeric(14, 2) NOT NULL CHECK (amount >= 0),
    note        text,
    version     int NOT NULL CHECK (version >= 1),
    deleted     boolean NOT NULL DEFAULT false,
    changed_at  timestamptz NOT NULL,
    changed_by  uuid,
    PRIMARY KEY (district, fiscal_year, producer_id, period),
    FOREIGN KEY (district, fiscal_year) REFERENCES estimate (district, fiscal_year),
    CHECK (NOT deleted OR amount = 0)
);
CREATE INDEX estimate_cell_producer ON estimate_cell (producer_id, fiscal_year);

-- The second wall: figures of a locked estimate do not change, whoever asks.
CREATE FUNCTION refuse_locked_estimate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM changed JOIN estimate USING (district, fiscal_year) WHERE estimate.status NOT IN ('DRAFT', 'RETURNED') LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'figures of a locked estimate do not change' USING ERRCODE = 'OT001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER estimate_cell_locked_insert AFTER INSERT ON estimate_cell REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_estimate();
CREATE TRIGGER estimate_cell_locked_update AFTER UPDATE ON estimate_cell REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_estimate();
CREATE TRIGGER estimate_cell_locked_delete AFTER DELETE ON estimate_cell REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_estimate();

-- What was sent to the province, as the bytes the digest was taken of, with its sums: revision 0, then numbered revisions.
CREATE TABLE estimate_revision (
    district    text NOT NULL,
    fiscal_year int NOT NULL,
    number      int NOT NULL CHECK (number >= 0),
    submission  int NOT NULL,
    digest      text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    canonical   bytea NOT NULL CHECK (encode(sha256(canonical), 'hex') = digest),
    satang      bigint[] NOT NULL,
    -- Of how few producers it tells.
    estimated   int NOT NULL,
    timeliness  text NOT NULL CHECK (timeliness IN ('ON_TIME', 'LATE')),
    due_at      timestamptz NOT NULL,
    sent_at     timestamptz NOT NULL,
    sent_by     uuid NOT NULL REFERENCES person (id),
    device_id   uuid,
    capacity    text NOT NULL,
    PRIMARY KEY (district, fiscal_year, number),
    FOREIGN KEY (district, fiscal_year) REFERENCES estimate (district, fiscal_year)
);
CREATE INDEX estimate_revision_sent_by ON estimate_revision (sent_by);
CREATE TRIGGER estimate_revision_written_once BEFORE UPDATE OR DELETE ON estimate_revision
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Producers active in some month of a year, as they are in its last one, or were when they retired: whom its estimate is about.
CREATE FUNCTION estimated_producer(wanted_district text, wanted_year int)
RETURNS TABLE (producer_id uuid, kind text, subdistrict text) LANGUAGE sql STABLE AS $$
    SELECT producer.id, attribute.kind, attribute.subdistrict
    FROM producer
    CROSS JOIN LATERAL (
        SELECT producer_attribute.kind, producer_attribute.subdistrict FROM producer_attribute
        WHERE producer_attribute.producer_id = producer.id
        ORDER BY producer_attribute.from_month <= make_date(wanted_year - 543, 9, 1) DESC,
                 abs(producer_attribute.from_month - make_date(wanted_year - 543, 9, 1))
        LIMIT 1
    ) AS attribute
    WHERE producer.district = wanted_district
      AND producer.active_from <= make_date(wanted_year - 543, 9, 1)
      AND (producer.active_until IS NULL OR producer.active_until >= make_date(wanted_year - 544, 10, 1))
$$;

-- An estimate's state and sums are seen with totals, its figures where one works, and by the committee from the submission on.
ALTER TABLE estimate_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON estimate_rule FOR SELECT USING (true);
CREATE POLICY written ON estimate_rule USING ((SELECT caller_everywhere('working')));
DO $$
DECLARE
    totals text := '((SELECT caller_everywhere(''totals'')) OR district LIKE ANY ((SELECT caller_areas(''totals''))::text[]))';
    reading text := '((SELECT caller_everywhere(''reading'')) OR district LIKE ANY ((SELECT caller_areas(''reading''))::text[]))';
    working text := '((SELECT caller_everywhere(''working'')) OR district LIKE ANY ((SELECT caller_areas(''working''))::text[]))';
BEGIN
    EXECUTE 'ALTER TABLE estimate ENABLE ROW LEVEL SECURITY';
    EXECUTE format('CREATE POLICY seen ON estimate FOR SELECT USING (%s)', totals);
    EXECUTE format('CREATE POLICY added ON estimate FOR INSERT WITH CHECK (%s)', reading);
    EXECUTE format('CREATE POLICY changed ON estimate FOR UPDATE USING (%s)', reading);
    EXECUTE 'ALTER TABLE estimate_revision ENABLE ROW LEVEL SECURITY';
    EXECUTE format('CREATE POLICY seen ON estimate_revision FOR SELECT USING (%s)', totals);
    EXECUTE format('CREATE POLICY added ON estimate_revision FOR INSERT WITH CHECK (%s)', working);
    EXECUTE 'ALTER TABLE estimate_cell ENABLE ROW LEVEL SECURITY';
    EXECUTE format('CREATE POLICY seen ON estimate_cell FOR SELECT USING (%s OR %s AND EXISTS (
                        SELECT FROM estimate WHERE (estimate.district, estimate.fiscal_year)
                            = (estimate_cell.district, estimate_cell.fiscal_year) AND estimate.status <> ''DRAFT''))', working, reading);
    EXECUTE format('CREATE POLICY added ON estimate_cell FOR INSERT WITH CHECK (%s)', working);
    EXECUTE format('CREATE POLICY changed ON estimate_cell FOR UPDATE USING (%s)', working);
END $$;
