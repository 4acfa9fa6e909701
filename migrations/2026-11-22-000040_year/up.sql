-- How growth is reckoned in a fiscal year: assumptions of ours, therefore rows. A base once frozen keeps the policy it was made by.
CREATE TABLE scoring_policy (
    fiscal_year  int PRIMARY KEY CHECK (fiscal_year BETWEEN 2444 AND 2699),
    base_policy  text NOT NULL DEFAULT 'PREVIOUS_YEAR' CHECK (base_policy IN ('PREVIOUS_YEAR', 'MEAN_OF_3_YEARS')),
    -- Only producers whose first month of activity begins by this day count, now and in the base. No day: all of them.
    cohort_until date,
    round_two    text NOT NULL DEFAULT 'SIX_MONTHS' CHECK (round_two IN ('SIX_MONTHS', 'CUMULATIVE'))
);
INSERT INTO scoring_policy (fiscal_year) SELECT generate_series(2555, 2580);

-- Revenue of a district and month of which no producers are known: past years from a document. Taken for a base where the month
-- has no confirmed report; never added to anything. `producers` is how many it is said to be of; 0 where that is not said.
CREATE TABLE past_month (
    district  text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month     date NOT NULL CHECK (extract(day FROM month) = 1),
    satang    bigint NOT NULL CHECK (satang >= 0),
    producers int NOT NULL DEFAULT 0 CHECK (producers >= 0),
    source    int NOT NULL REFERENCES import_source (id),
    PRIMARY KEY (district, month)
);
CREATE INDEX past_month_source ON past_month (source);
CREATE TRIGGER past_month_written_once BEFORE UPDATE OR DELETE ON past_month
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- The base of a fiscal year, frozen: revision 0, then numbered revisions. What was scored by an earlier one can be scored again.
CREATE TABLE base_revision (
    fiscal_year  int NOT NULL REFERENCES scoring_policy (fiscal_year),
    revision     int NOT NULL CHECK (revision >= 0),
    base_policy  text NOT NULL CHECK (base_policy IN ('PREVIOUS_YEAR', 'MEAN_OF_3_YEARS')),
    cohort_until date,
    reason       text NOT NULL CHECK (reason <> ''),
    digest       text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    frozen_at    timestamptz NOT NULL,
    frozen_by    uuid REFERENCES person (id),
    PRIMARY KEY (fiscal_year, revision)
);
CREATE INDEX base_revision_frozen_by ON base_revision (frozen_by);
CREATE TRIGGER base_revision_written_once BEFORE UPDATE OR DELETE ON base_revision
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- The base of one district and month of that year. No row: it has none, and nothing is computed. `producers` is the smallest of
-- the rosters behind it (0 where none is known): of how few people it tells.
CREATE TABLE base_month (
    fiscal_year int NOT NULL,
    revision    int NOT NULL,
    district    text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month       date NOT NULL CHECK (extract(day FROM month) = 1),
    satang      bigint NOT NULL CHECK (satang >= 0),
    producers   int NOT NULL CHECK (producers >= 0),
    source      text NOT NULL CHECK (source IN ('CONFIRMED', 'IMPORTED', 'REVISED')),
    PRIMARY KEY (fiscal_year, revision, district, month),
    FOREIGN KEY (fiscal_year, revision) REFERENCES base_revision (fiscal_year, revision)
);
CREATE INDEX base_month_district ON base_month (district);
CREATE TRIGGER base_month_written_once BEFORE UPDATE OR DELETE ON base_month
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- What a place is to reach in a round, with the percentages of 1 to 5 points: revision 0, then numbered revisions.
CREATE TABLE target (
    fiscal_year int NOT NULL REFERENCES scoring_policy (fiscal_year),
    round       smallint NOT NULL CHECK (round IN (1, 2)),
    area        text NOT NULL REFERENCES area (code) CHECK (length(area) <= 4),
    revision    int NOT NULL CHECK (revision >= 0),
    percent     numeric(7, 2) NOT NULL,
    threshold_1 numeric(7, 2) NOT NULL,
    threshold_2 numeric(7, 2) NOT NULL,
    threshold_3 numeric(7, 2) NOT NULL,
    threshold_4 numeric(7, 2) NOT NULL,
    threshold_5 numeric(7, 2) NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    set_at      timestamptz NOT NULL,
    set_by      uuid REFERENCES person (id),
    PRIMARY KEY (fiscal_year, round, area, revision),
    CHECK (threshold_1 < threshold_2 AND threshold_2 < threshold_3 AND threshold_3 < threshold_4 AND threshold_4 < threshold_5)
);
CREATE INDEX target_area ON target (area);
CREATE INDEX target_set_by ON target (set_by);
CREATE TRIGGER target_written_once BEFORE UPDATE OR DELETE ON target
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- Confirmed revenue in satang of producers that do not belong to the cohort. Districts without newcomers are not looked into.
CREATE FUNCTION revenue_of_newcomers(wanted_district text, wanted_month date, cohort_until date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(cell.satang), 0)::bigint
    FROM report
    JOIN confirmed_version AS version
        ON version.district = report.district AND version.month = report.month AND version.number = report.confirmed_version
    CROSS JOIN LATERAL canonical_cells(version.canonical) AS cell
    JOIN producer ON producer.id = cell.producer_id
    WHERE report.district = wanted_district AND report.month = wanted_month AND producer.active_from > cohort_until
      AND EXISTS (SELECT FROM producer AS newcomer WHERE newcomer.district = wanted_district
                  AND newcomer.active_from > cohort_until AND newcomer.active_from <= wanted_month)
$$;

-- The second wall: policies and headers of bases are everybody's, figures and targets their areas'. The department decides on the
-- policy and the base, whoever works in a place on its target; past months come from the owner's imports alone.
ALTER TABLE scoring_policy ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON scoring_policy FOR SELECT USING (true);
CREATE POLICY changed ON scoring_policy FOR UPDATE USING ((SELECT caller_everywhere('working')));
ALTER TABLE base_revision ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON base_revision FOR SELECT USING (true);
CREATE POLICY added ON base_revision FOR INSERT WITH CHECK ((SELECT caller_everywhere('working')));
ALTER TABLE past_month ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON past_month FOR SELECT
    USING ((SELECT caller_everywhere('totals')) OR district LIKE ANY ((SELECT caller_areas('totals'))::text[]));
ALTER TABLE base_month ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON base_month FOR SELECT
    USING ((SELECT caller_everywhere('totals')) OR district LIKE ANY ((SELECT caller_areas('totals'))::text[]));
CREATE POLICY added ON base_month FOR INSERT WITH CHECK ((SELECT caller_everywhere('working')));
ALTER TABLE target ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON target FOR SELECT
    USING ((SELECT caller_everywhere('totals')) OR area LIKE ANY ((SELECT caller_areas('totals'))::text[]));
CREATE POLICY added ON target FOR INSERT
    WITH CHECK ((SELECT caller_everywhere('working')) OR area LIKE ANY ((SELECT caller_areas('working'))::text[]));
