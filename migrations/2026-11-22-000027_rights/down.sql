DROP TRIGGER device_changes_rights ON device;
DROP TRIGGER account_changes_rights ON account;
DROP TRIGGER assignment_changes_rights ON assignment;
DROP FUNCTION count_change_of_rights();
DROP TABLE rights;
