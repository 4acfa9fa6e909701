DROP TRIGGER account_changes_rights ON account;
CREATE TRIGGER account_changes_rights AFTER UPDATE OF locked_at OR DELETE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of_rights();
DROP TRIGGER sign_in_changes_rights ON refresh_token;
