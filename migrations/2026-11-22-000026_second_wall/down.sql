DO $$
DECLARE
    walled record;
BEGIN
    FOR walled IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', walled.policyname, walled.tablename);
    END LOOP;
    FOR walled IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity LOOP
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', walled.name);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'otop_app') THEN
            EXECUTE format('REVOKE ALL ON %s FROM otop_app', walled.name);
        END IF;
    END LOOP;
END $$;
DROP FUNCTION caller_person();
DROP FUNCTION caller_everywhere(text);
DROP FUNCTION caller_areas(text);
