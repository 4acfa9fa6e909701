-- Counts the changes of anybody's rights, in the transactions that make them. Whoever is about to hand out an event reads this one
-- number, and looks a person's rights up anew only when it has moved.
CREATE TABLE rights (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO rights DEFAULT VALUES;
ALTER TABLE rights ENABLE ROW LEVEL SECURITY;

-- As its owner: who changes an assignment may not write here.
CREATE FUNCTION count_change_of_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE rights SET version = version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER assignment_changes_rights AFTER INSERT OR UPDATE OR DELETE ON assignment
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
CREATE TRIGGER account_changes_rights AFTER UPDATE OF locked_at OR DELETE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
CREATE TRIGGER device_changes_rights AFTER UPDATE OF revoked_at OR DELETE ON device
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
