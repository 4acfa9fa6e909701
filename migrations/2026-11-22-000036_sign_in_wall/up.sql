-- A sign-in that ends is a change of rights: whoever follows something by it is looked up anew before the next message leaves.
CREATE TRIGGER sign_in_changes_rights AFTER UPDATE OF revoked_at ON refresh_token
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
DROP TRIGGER account_changes_rights ON account;
CREATE TRIGGER account_changes_rights AFTER UPDATE OF locked_at, must_change OR DELETE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
