DROP TABLE sign_in_door;
DROP INDEX refresh_token_standing;
ALTER TABLE refresh_token DROP COLUMN authenticated_at;
DROP INDEX account_area;
ALTER TABLE account DROP COLUMN must_change, DROP COLUMN area;
