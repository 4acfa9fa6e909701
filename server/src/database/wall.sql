-- The role of a person's transaction, and what it may touch at all: tables with row-level security, whose policies say which rows.
-- A table without it is granted nothing. Run after every migration and restore; what is there already is left as it is.
DO $$
DECLARE
    walled record;
    needed text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'otop_app') THEN
        BEGIN
            CREATE ROLE otop_app NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- Somebody with another database of the cluster was quicker.
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'otop_app', needed) THEN
        EXECUTE format('GRANT otop_app TO %I', current_user);
    END IF;
    IF NOT has_schema_privilege('otop_app', 'public', 'USAGE') THEN
        GRANT USAGE ON SCHEMA public TO otop_app;
    END IF;
    FOR walled IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
          AND NOT has_table_privilege('otop_app', oid, 'DELETE')
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO otop_app', walled.name);
    END LOOP;
    FOR walled IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
          AND CASE relkind WHEN 'S' THEN NOT has_sequence_privilege('otop_app', oid, 'USAGE') ELSE false END
    LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO otop_app', walled.name);
    END LOOP;
END $$;
