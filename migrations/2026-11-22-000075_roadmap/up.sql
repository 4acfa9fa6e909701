-- Days on which offices do not work beside Saturdays and Sundays: no deadline moves for them, warnings come earlier. The department
-- keeps the list; what stands in it from the beginning says where it was taken from.
CREATE TABLE holiday (
    day     date PRIMARY KEY,
    name_th text NOT NULL CHECK (name_th <> ''),
    name_en text NOT NULL CHECK (name_en <> ''),
    source  text NOT NULL CHECK (source <> '')
);

-- What a fiscal year's Roadmap asks beside the dates of its months, which the calendar gives: of the department, of every province or
-- of every district. `area` is whose Roadmap it stands in: the nation's, or one province's.
CREATE TABLE milestone (
    id          uuid PRIMARY KEY,
    fiscal_year int NOT NULL REFERENCES fiscal_calendar (fiscal_year),
    area        text NOT NULL REFERENCES area (code) CHECK (length(area) = 2),
    level       text NOT NULL CHECK (level IN ('NATION', 'PROVINCE', 'DISTRICT')),
    title_th    text NOT NULL CHECK (title_th <> ''),
    title_en    text NOT NULL,
    due_on      date NOT NULL,
    act         text NOT NULL CHECK (act IN ('BY_HAND', 'BASE_FROZEN', 'TARGETS_SET', 'COMMITTEE_APPOINTED', 'ESTIMATE_SENT')),
    set_at      timestamptz NOT NULL,
    set_by      uuid REFERENCES person (id),
    removed_at  timestamptz,
    CHECK (level <> 'NATION' OR area = 'TH')
);
CREATE INDEX milestone_fiscal_year ON milestone (fiscal_year);
CREATE INDEX milestone_area ON milestone (area);
CREATE INDEX milestone_set_by ON milestone (set_by);

-- Who has done a milestone that the system does not see by itself. The row goes when it turns out not to be so; the chain keeps both.
CREATE TABLE milestone_done (
    milestone   uuid NOT NULL REFERENCES milestone (id),
    area        text NOT NULL REFERENCES area (code) CHECK (length(area) <= 4),
    done_on     date NOT NULL,
    remark      text CHECK (remark <> ''),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (milestone, area)
);
CREATE INDEX milestone_done_area ON milestone_done (area);
CREATE INDEX milestone_done_recorded_by ON milestone_done (recorded_by);

-- Whether a place has done a milestone: yes or no and nothing else, so everybody who sees the milestone may ask, whatever the act is.
CREATE FUNCTION milestone_is_done(wanted uuid, place text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE milestone.act
        WHEN 'BASE_FROZEN' THEN EXISTS (SELECT FROM base_revision WHERE base_revision.fiscal_year = milestone.fiscal_year)
        WHEN 'TARGETS_SET' THEN (SELECT count(DISTINCT target.round) = 2 FROM target
                                 WHERE target.fiscal_year = milestone.fiscal_year AND target.area = place)
        WHEN 'COMMITTEE_APPOINTED' THEN EXISTS (
            SELECT FROM committee_member AS member
            WHERE member.district = place AND member.is_chair AND member.valid_from <= milestone.due_on
              AND (member.valid_until IS NULL OR member.valid_until >= milestone.due_on))
        WHEN 'ESTIMATE_SENT' THEN EXISTS (SELECT FROM estimate_revision AS sent
                                          WHERE sent.district = place AND sent.fiscal_year = milestone.fiscal_year)
        ELSE EXISTS (SELECT FROM milestone_done AS done WHERE done.milestone = milestone.id AND done.area = place)
    END
    FROM milestone WHERE milestone.id = wanted
$$;

-- The library: what the department hands out for a fiscal year, by a short code that stands in links and QR codes. Either a link to
-- where it lies, or its text. Handed out is public: nothing personal belongs here. Published again, a code leads to what was published
-- last, so that a printed QR code never grows old.
CREATE TABLE library_document (
    code         text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{2,30}$'),
    fiscal_year  int NOT NULL REFERENCES fiscal_calendar (fiscal_year),
    kind         text NOT NULL CHECK (kind IN ('ROADMAP', 'TARGETS', 'FORMS', 'ENTRY_STEPS', 'LETTER')),
    title_th     text NOT NULL CHECK (title_th <> ''),
    title_en     text NOT NULL,
    link         text CHECK (link ~ '^https?://'),
    body         text CHECK (body <> ''),
    published_at timestamptz NOT NULL,
    published_by uuid REFERENCES person (id),
    withdrawn_at timestamptz,
    CHECK (num_nulls(link, body) = 1)
);
CREATE INDEX library_document_fiscal_year ON library_document (fiscal_year);
CREATE INDEX library_document_published_by ON library_document (published_by);

-- The second wall: everybody reads what is asked and handed out; the department decides for the country, a province on its own Roadmap;
-- whoever works in a place says what is done there.
ALTER TABLE holiday ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON holiday FOR SELECT USING (true);
CREATE POLICY written ON holiday USING ((SELECT caller_everywhere('working')));
ALTER TABLE milestone ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON milestone FOR SELECT USING (true);
CREATE POLICY written ON milestone
    USING ((SELECT caller_everywhere('working')) OR area LIKE ANY ((SELECT caller_areas('working'))::text[]));
ALTER TABLE milestone_done ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON milestone_done FOR SELECT
    USING ((SELECT caller_everywhere('totals')) OR area LIKE ANY ((SELECT caller_areas('totals'))::text[]));
CREATE POLICY written ON milestone_done
    USING ((SELECT caller_everywhere('working')) OR area LIKE ANY ((SELECT caller_areas('working'))::text[]));
ALTER TABLE library_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON library_document FOR SELECT USING (true);
CREATE POLICY written ON library_document USING ((SELECT caller_everywhere('working')));
