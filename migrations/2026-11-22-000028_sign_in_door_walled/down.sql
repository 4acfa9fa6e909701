ALTER TABLE sign_in_door DISABLE ROW LEVEL SECURITY;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'otop_app') THEN
        REVOKE ALL ON sign_in_door FROM otop_app;
    END IF;
END $$;
