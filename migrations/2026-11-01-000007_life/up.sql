-- Kept by the district's CD officer: who may vote, from when until when, by which appointment order.
CREATE TABLE committee_member (
    id                uuid PRIMARY KEY,
    district          text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    person_id         uuid NOT NULL REFERENCES person (id),
    appointment_order text NOT NULL DEFAULT '',
    is_chair          boolean NOT NULL DEFAULT false,
    is_secretary      boolean NOT NULL DEFAULT false,
    valid_from        date NOT NULL,
    valid_until       date CHECK (valid_until >= valid_from)
);
CREATE INDEX committee_member_district ON committee_member (district);
CREATE INDEX committee_member_person ON committee_member (person_id);

-- Assumptions from the Administrative Procedure Act: half the members are a quorum, a third when called again within 14 days.
CREATE TABLE committee_rule (
    fiscal_year            int PRIMARY KEY REFERENCES fiscal_calendar (fiscal_year),
    quorum_divisor         smallint NOT NULL DEFAULT 2 CHECK (quorum_divisor BETWEEN 1 AND 10),
    recalled_divisor       smallint NOT NULL DEFAULT 3 CHECK (recalled_divisor BETWEEN 1 AND 10),
    recalled_within_days   smallint NOT NULL DEFAULT 14 CHECK (recalled_within_days BETWEEN 1 AND 90)
);
INSERT INTO committee_rule (fiscal_year) SELECT fiscal_year FROM fiscal_calendar;

-- The electorate of one submission, frozen at submission together with the rule in force.
CREATE TABLE elector (
    district     text NOT NULL,
    month        date NOT NULL,
    submission   int NOT NULL,
    person_id    uuid NOT NULL REFERENCES person (id),
    is_chair     boolean NOT NULL,
    is_secretary boolean NOT NULL,
    PRIMARY KEY (district, month, submission, person_id),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX elector_person ON elector (person_id);

-- One vote a person and submission, changeable until voting closes; every change also stands in the audit chain.
CREATE TABLE vote (
    district   text NOT NULL,
    month      date NOT NULL,
    submission int NOT NULL,
    person_id  uuid NOT NULL,
    choice     text NOT NULL CHECK (choice IN ('CERTIFY', 'OBJECT')),
    reason     text,
    digest     text NOT NULL,
    voted_at   timestamptz NOT NULL,
    device_id  uuid,
    PRIMARY KEY (district, month, submission, person_id),
    FOREIGN KEY (district, month, submission, person_id) REFERENCES elector (district, month, submission, person_id),
    CHECK (choice = 'CERTIFY' OR reason <> '')
);

-- How the committee decided on a submission.
CREATE TABLE certificate (
    district   text NOT NULL,
    month      date NOT NULL,
    submission int NOT NULL,
    digest     text NOT NULL,
    certified  boolean NOT NULL,
    eligible   int NOT NULL CHECK (eligible > 0),
    for_votes  int NOT NULL,
    against    int NOT NULL,
    closed_by  uuid REFERENCES person (id),
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (district, month, submission),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX certificate_closed_by ON certificate (closed_by);

-- The CD officer's signature under form 2 of one submission.
CREATE TABLE signature (
    district     text NOT NULL,
    month        date NOT NULL,
    submission   int NOT NULL,
    digest       text NOT NULL,
    person_id    uuid NOT NULL REFERENCES person (id),
    name         text NOT NULL,
    position     text NOT NULL,
    capacity     text NOT NULL,
    order_number text NOT NULL,
    mode         text NOT NULL CHECK (mode IN ('PAPER', 'ELECTRONIC')),
    signed_on    date NOT NULL,
    signed_at    timestamptz NOT NULL,
    device_id    uuid,
    PRIMARY KEY (district, month, submission),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX signature_person ON signature (person_id);

-- What was confirmed, as the bytes the digest was taken of: the figures a nation's total rests on, kept for every version.
CREATE TABLE confirmed_version (
    district     text NOT NULL,
    month        date NOT NULL,
    number       int NOT NULL CHECK (number >= 1),
    submission   int NOT NULL,
    digest       text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    canonical    bytea NOT NULL CHECK (encode(sha256(canonical), 'hex') = digest),
    satang       bigint NOT NULL,
    roster_size  int NOT NULL,
    reported     int NOT NULL,
    not_obtained int NOT NULL,
    timeliness   text NOT NULL CHECK (timeliness IN ('ON_TIME', 'LATE', 'BY_EXCEPTION', 'IMPORTED')),
    due_at       timestamptz,
    confirmed_at timestamptz NOT NULL,
    confirmed_by uuid REFERENCES person (id),
    device_id    uuid,
    capacity     text NOT NULL DEFAULT '',
    source       int REFERENCES import_source (id),
    PRIMARY KEY (district, month, number),
    FOREIGN KEY (district, month) REFERENCES report (district, month)
);
CREATE INDEX confirmed_version_confirmed_by ON confirmed_version (confirmed_by);
CREATE INDEX confirmed_version_source ON confirmed_version (source);
CREATE TRIGGER confirmed_version_written_once BEFORE UPDATE OR DELETE ON confirmed_version
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- The cells of canonical bytes, so that a confirmed figure of a producer or subdistrict needs no second copy.
CREATE FUNCTION canonical_cells(canonical bytea)
RETURNS TABLE (producer_id uuid, kind text, subdistrict text, category text, channel text, satang bigint) LANGUAGE sql IMMUTABLE AS $$
    WITH line AS MATERIALIZED (
        SELECT string_to_array(text, E'\t') AS part FROM string_to_table(convert_from(canonical, 'UTF8'), E'\n') AS text
    )
    SELECT producer.part[2]::uuid, producer.part[3], producer.part[4], figure.part[3], figure.part[4], (figure.part[5]::numeric * 100)::bigint
    FROM line AS figure JOIN line AS producer ON producer.part[1] = 'P' AND producer.part[2] = figure.part[2]
    WHERE figure.part[1] = 'C'
$$;

-- The department's numbered sum of a month, from 1; a later number restates it. Nothing sent is ever rewritten.
CREATE TABLE consolidation (
    month              date NOT NULL CHECK (extract(day FROM month) = 1),
    number             int NOT NULL CHECK (number >= 1),
    official_satang    bigint NOT NULL,
    information_satang bigint NOT NULL,
    digest             text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    consolidated_at    timestamptz NOT NULL,
    consolidated_by    uuid REFERENCES person (id),
    PRIMARY KEY (month, number)
);
CREATE INDEX consolidation_consolidated_by ON consolidation (consolidated_by);

-- One line a district: official is what was confirmed; unconfirmed is for information; no report is not 0, it is NULL.
CREATE TABLE consolidation_district (
    month              date NOT NULL,
    number             int NOT NULL,
    district           text NOT NULL REFERENCES area (code),
    status             text NOT NULL,
    confirmed_version  int,
    confirmed_satang   bigint,
    unconfirmed_satang bigint,
    timeliness         text NOT NULL CHECK (timeliness IN ('ON_TIME', 'LATE', 'BY_EXCEPTION', 'NOT_CONFIRMED', 'IMPORTED')),
    difference_satang  bigint,
    PRIMARY KEY (month, number, district),
    FOREIGN KEY (month, number) REFERENCES consolidation (month, number)
);
CREATE INDEX consolidation_district_district ON consolidation_district (district);
CREATE TRIGGER consolidation_written_once BEFORE UPDATE OR DELETE ON consolidation
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER consolidation_district_written_once BEFORE UPDATE OR DELETE ON consolidation_district
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
