-- One district and one month: the aggregate whose row lock serialises its writers, and only them.
-- Totals, completeness and the head of the audit chain ride on the row, so that a nation's table reads no cells.
CREATE TABLE report (
    district          text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month             date NOT NULL CHECK (extract(day FROM month) = 1),
    status            text NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'SUBMITTED', 'CERTIFIED', 'SIGNED', 'CONFIRMED', 'RETURNED')),
    version           int NOT NULL DEFAULT 0 CHECK (version >= 0),
    submission        int NOT NULL DEFAULT 0 CHECK (submission >= 0),
    digest            text CHECK (digest ~ '^[0-9a-f]{64}$'),
    submitted_at      timestamptz,
    submitted_by      uuid REFERENCES person (id),
    meeting           text,
    remark            text,
    -- Votes needed before the chair may close the voting: frozen at submission, as the electorate is.
    quorum            int CHECK (quorum >= 1),
    roster_size       int NOT NULL DEFAULT 0 CHECK (roster_size >= 0),
    reported          int NOT NULL DEFAULT 0 CHECK (reported >= 0),
    not_obtained      int NOT NULL DEFAULT 0 CHECK (not_obtained >= 0),
    live_satang       bigint NOT NULL DEFAULT 0,
    confirmed_version int NOT NULL DEFAULT 0 CHECK (confirmed_version >= 0),
    confirmed_satang  bigint NOT NULL DEFAULT 0,
    import_source     int REFERENCES import_source (id),
    chain_length      int NOT NULL DEFAULT 0,
    chain_head        bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(chain_head) = 32),
    changed_at        timestamptz,
    PRIMARY KEY (district, month),
    CHECK ((status IN ('DRAFT', 'RETURNED')) = (digest IS NULL)),
    CHECK (status <> 'CONFIRMED' OR confirmed_version > 0)
);
CREATE INDEX report_month ON report (month, district);
CREATE INDEX report_submitted_by ON report (submitted_by);
CREATE INDEX report_import_source ON report (import_source);

-- The producers a submitted report answers for, with the kind and subdistrict of that month. Empty while the report is open.
CREATE TABLE roster (
    district    text NOT NULL,
    month       date NOT NULL,
    producer_id uuid NOT NULL REFERENCES producer (id),
    kind        text NOT NULL,
    subdistrict text NOT NULL REFERENCES area (code),
    PRIMARY KEY (district, month, producer_id),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX roster_producer ON roster (producer_id);
CREATE INDEX roster_subdistrict ON roster (subdistrict);

-- Producers active on any day of the month, as they are now: what the roster will be if the report is submitted now.
CREATE FUNCTION active_producer(wanted_district text, wanted_month date)
RETURNS TABLE (producer_id uuid, kind text, subdistrict text) LANGUAGE sql STABLE AS $$
    SELECT producer.id, attribute.kind, attribute.subdistrict
    FROM producer
    CROSS JOIN LATERAL (
        SELECT producer_attribute.kind, producer_attribute.subdistrict
        FROM producer_attribute
        WHERE producer_attribute.producer_id = producer.id
        -- A producer registered with a later attribute than its first active month takes the earliest one there is.
        ORDER BY producer_attribute.from_month <= wanted_month DESC,
                 CASE WHEN producer_attribute.from_month <= wanted_month THEN wanted_month - producer_attribute.from_month
                      ELSE producer_attribute.from_month - wanted_month END
        LIMIT 1
    ) AS attribute
    WHERE producer.district = wanted_district
      AND producer.active_from <= wanted_month
      AND (producer.active_until IS NULL OR producer.active_until >= wanted_month)
$$;

-- The roster that holds now: frozen once submitted, live before.
CREATE FUNCTION roster_of(wanted_district text, wanted_month date)
RETURNS TABLE (producer_id uuid, kind text, subdistrict text) LANGUAGE sql STABLE AS $$
    SELECT roster.producer_id, roster.kind, roster.subdistrict FROM roster
    WHERE roster.district = wanted_district AND roster.month = wanted_month
    UNION ALL
    SELECT active.producer_id, active.kind, active.subdistrict FROM active_producer(wanted_district, wanted_month) AS active
    WHERE NOT EXISTS (SELECT FROM report WHERE report.district = wanted_district AND report.month = wanted_month
                      AND report.status NOT IN ('DRAFT', 'RETURNED'))
$$;

-- Form 1: one producer and month. The district leads the key, so a report's sheets and cells lie together.
CREATE TABLE sheet (
    district    text NOT NULL,
    month       date NOT NULL,
    producer_id uuid NOT NULL REFERENCES producer (id),
    state       text NOT NULL CHECK (state IN ('IN_PROGRESS', 'COMPLETE', 'NO_SALES', 'NOT_OBTAINED')),
    reason      text,
    given_by    text,
    given_on    date,
    note        text,
    copied      boolean NOT NULL DEFAULT false,
    version     int NOT NULL CHECK (version >= 1),
    changed_at  timestamptz NOT NULL,
    changed_by  uuid,
    source      int REFERENCES import_source (id),
    PRIMARY KEY (district, month, producer_id),
    FOREIGN KEY (district, month) REFERENCES report (district, month),
    CHECK (state <> 'NOT_OBTAINED' OR reason <> '')
);
CREATE INDEX sheet_producer ON sheet (producer_id, month);
CREATE INDEX sheet_source ON sheet (source) WHERE source IS NOT NULL;

-- A figure. Removal leaves the row with its version, so that a version is never used twice.
-- `source` marks version 1 as loaded by an import and not by an operation.
CREATE TABLE cell (
    district    text NOT NULL,
    month       date NOT NULL,
    producer_id uuid NOT NULL,
    category    text NOT NULL CHECK (category IN ('FOOD', 'BEVERAGE', 'TEXTILE', 'HOUSEWARE', 'HERB')),
    channel     text NOT NULL REFERENCES channel (code),
    amount      numeric(14, 2) NOT NULL CHECK (amount >= 0),
    note        text,
    version     int NOT NULL CHECK (version >= 1),
    deleted     boolean NOT NULL DEFAULT false,
    changed_at  timestamptz NOT NULL,
    changed_by  uuid,
    source      int REFERENCES import_source (id),
    PRIMARY KEY (district, month, producer_id, category, channel),
    FOREIGN KEY (district, month, producer_id) REFERENCES sheet (district, month, producer_id),
    CHECK (NOT deleted OR amount = 0)
);
CREATE INDEX cell_producer ON cell (producer_id, month);
CREATE INDEX cell_channel ON cell (channel);
CREATE INDEX cell_source ON cell (source) WHERE source IS NOT NULL;

-- Sums of a report's cells by what a dashboard cuts them by, in satang: live, and those of the last confirmed version.
-- Every row belongs to exactly one report; province and nation are sums at read time.
CREATE TABLE rollup (
    confirmed boolean NOT NULL,
    district  text NOT NULL,
    month     date NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('COMMUNITY_GROUP', 'SINGLE_OWNER', 'SME')),
    category  text NOT NULL,
    channel   text NOT NULL,
    satang    bigint NOT NULL,
    cells     int NOT NULL,
    PRIMARY KEY (confirmed, district, month, kind, category, channel),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX rollup_report ON rollup (district, month);

-- The second wall: figures of a locked report do not change, whoever asks. Statement triggers over the changed rows,
-- so that a batch of 500 costs one look.
CREATE FUNCTION refuse_locked_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM changed JOIN report USING (district, month) WHERE report.status NOT IN ('DRAFT', 'RETURNED') LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'figures of a locked report do not change' USING ERRCODE = 'OT001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_locked_insert AFTER INSERT ON sheet REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();
CREATE TRIGGER sheet_locked_update AFTER UPDATE ON sheet REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();
CREATE TRIGGER sheet_locked_delete AFTER DELETE ON sheet REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();
CREATE TRIGGER cell_locked_insert AFTER INSERT ON cell REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();
CREATE TRIGGER cell_locked_update AFTER UPDATE ON cell REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();
CREATE TRIGGER cell_locked_delete AFTER DELETE ON cell REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_figures();

-- Rows that are history: they are written once.
CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME USING ERRCODE = 'OT002';
END $$;
