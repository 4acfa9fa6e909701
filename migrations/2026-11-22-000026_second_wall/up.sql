-- Row-level security, the second wall: what holds when the service forgets to ask who asks. A person's transaction becomes
-- `otop_app`, which owns nothing, and says of whom it is; these policies then let it see and write that person's areas. The owner
-- (migrations, imports, the checker, the node's own reader) is not walled. The role and its grants are made where migrations are
-- run (server/src/database/wall.sql): a table without row-level security is granted nothing.

-- `LIKE` patterns of the caller's areas, by what may be done there: `totals` (sums and states), `reading` (producers, reports),
-- `working` (figures while they are written), `calling` (telephones). Nothing said: no areas.
CREATE FUNCTION caller_areas(list text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(nullif(current_setting('otop.' || list, true), ''), '{}')::text[] $$;

-- The whole country: asked first, because it spares a nation's rows the comparison with patterns.
CREATE FUNCTION caller_everywhere(list text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT '%' = ANY (caller_areas(list)) $$;

CREATE FUNCTION caller_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('otop.person', true), '')::uuid $$;

-- The condition that a column names a place in one of the caller's areas. The lists are read once a statement (`SELECT`), and a
-- row costs a comparison of prefixes.
CREATE OR REPLACE FUNCTION pg_temp.inside(place text, list text) RETURNS text LANGUAGE sql AS $$
    SELECT format('((SELECT caller_everywhere(%2$L)) OR %1$I LIKE ANY ((SELECT caller_areas(%2$L))::text[]))', place, list)
$$;

DO $$
DECLARE
    wall record;
BEGIN
    FOR wall IN
        SELECT * FROM (VALUES
            -- table                 place          is seen with   is written with
            ('report',               'district',    'totals',      'reading'),
            ('rollup',               'district',    'totals',      'reading'),
            ('confirmed_version',    'district',    'totals',      'working'),
            ('consolidation_district', 'district',  'totals',      'working'),
            ('exception',            'district',    'totals',      'working'),
            ('roster',               'district',    'reading',     'reading'),
            ('producer',             'district',    'reading',     'working'),
            ('producer_attribute',   'subdistrict', 'reading',     'working'),
            ('committee_member',     'district',    'reading',     'working'),
            ('elector',              'district',    'reading',     'working'),
            ('vote',                 'district',    'reading',     'reading'),
            ('certificate',          'district',    'reading',     'reading'),
            ('signature',            'district',    'reading',     'working'),
            ('area_chain',           'area',        'reading',     'reading'),
            ('conflict',             'district',    'reading',     'working'),
            ('rejection',            'district',    'reading',     'working'),
            ('held_attempt',         'district',    'reading',     'working'),
            ('producer_contact',     'district',    'calling',     'calling'),
            ('contact_access',       'district',    'working',     'calling')
        ) AS walled (name, place, seen, written)
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall.name);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s)', wall.name, pg_temp.inside(wall.place, wall.seen));
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK (%s)', wall.name, pg_temp.inside(wall.place, wall.written));
        EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE USING (%s)', wall.name, pg_temp.inside(wall.place, wall.written));
        EXECUTE format('CREATE POLICY removed ON %I FOR DELETE USING (%s)', wall.name, pg_temp.inside(wall.place, wall.written));
    END LOOP;

    -- Figures: a committee reads them from the report's submission on; whoever works on them is not asked that.
    FOR wall IN SELECT unnest(ARRAY['sheet', 'cell']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall.name);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s OR %s AND EXISTS (
                            SELECT FROM report WHERE report.district = %1$I.district AND report.month = %1$I.month AND report.status <> ''DRAFT''))',
                       wall.name, pg_temp.inside('district', 'working'), pg_temp.inside('district', 'reading'));
        EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK (%s)', wall.name, pg_temp.inside('district', 'working'));
        EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE USING (%s)', wall.name, pg_temp.inside('district', 'working'));
        EXECUTE format('CREATE POLICY removed ON %I FOR DELETE USING (%s)', wall.name, pg_temp.inside('district', 'working'));
    END LOOP;

    -- Reference data: everybody reads it.
    FOR wall IN
        SELECT unnest(ARRAY['area', 'area_former_name', 'channel', 'clock', 'fiscal_calendar', 'calendar_override', 'committee_rule',
                            'deployment', 'import_source', 'person', 'disclosure']) AS name
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall.name);
        EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (true)', wall.name);
    END LOOP;

    -- Nobody's: names and passwords, tokens, keys. Only the owner, at the door, reads them.
    FOR wall IN SELECT unnest(ARRAY['account', 'refresh_token', 'token_key']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall.name);
    END LOOP;

    -- What the department decides for the whole country.
    EXECUTE 'CREATE POLICY written ON calendar_override USING ((SELECT caller_everywhere(''working'')))';
    EXECUTE 'ALTER TABLE consolidation ENABLE ROW LEVEL SECURITY';
    EXECUTE 'CREATE POLICY seen ON consolidation FOR SELECT USING ((SELECT caller_everywhere(''totals'')))';
    EXECUTE 'CREATE POLICY added ON consolidation FOR INSERT WITH CHECK ((SELECT caller_everywhere(''working'')))';

    -- A place is renamed, and its row is what changes of a register and of a committee wait for.
    EXECUTE format('CREATE POLICY changed ON area FOR UPDATE USING (%s)', pg_temp.inside('code', 'working'));
    EXECUTE format('CREATE POLICY added ON area_former_name FOR INSERT WITH CHECK (%s)', pg_temp.inside('area', 'working'));
    EXECUTE format('CREATE POLICY seen ON assignment FOR SELECT USING (person_id = (SELECT caller_person()) OR %s)', pg_temp.inside('area', 'working'));
    EXECUTE format('CREATE POLICY written ON assignment USING (%s)', pg_temp.inside('area', 'working'));

    -- The book: of the caller's areas, and what happened to the places they lie in.
    EXECUTE format('CREATE POLICY seen ON event FOR SELECT USING (%s OR month IS NULL AND (area = ''TH'' OR EXISTS (
                        SELECT FROM unnest((SELECT caller_areas(''reading''))) AS own (pattern) WHERE own.pattern LIKE area || ''%%'')))',
                   pg_temp.inside('area', 'reading'));
    EXECUTE format('CREATE POLICY added ON event FOR INSERT WITH CHECK (%s)', pg_temp.inside('area', 'reading'));

    -- Edits: one's own wherever one works now, and those of one's areas.
    EXECUTE format('CREATE POLICY seen ON operation FOR SELECT USING (person_id = (SELECT caller_person()) OR %s)', pg_temp.inside('district', 'working'));
    EXECUTE format('CREATE POLICY added ON operation FOR INSERT WITH CHECK (person_id = (SELECT caller_person()) AND %s)', pg_temp.inside('district', 'working'));
END $$;

ALTER TABLE assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE operation ENABLE ROW LEVEL SECURITY;

-- What hangs on another row is seen with it.
ALTER TABLE product ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_producer ON product USING (EXISTS (SELECT FROM producer WHERE producer.id = product.producer_id));
ALTER TABLE adoption ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_operation ON adoption USING (EXISTS (SELECT FROM operation WHERE operation.id = adoption.operation_id));
ALTER TABLE rxdb_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON rxdb_row USING (person_id = (SELECT caller_person()));

-- A device tells nothing but that it lives; whose sign-in it carries stands in `refresh_token`.
ALTER TABLE device ENABLE ROW LEVEL SECURITY;
CREATE POLICY alive ON device USING (true);
