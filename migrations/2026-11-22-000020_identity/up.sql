-- Each account belongs to a unit, which keeps it also while no assignment holds: where the person works.
ALTER TABLE account
    ADD COLUMN area text NOT NULL DEFAULT 'TH' REFERENCES area (code),
    ADD COLUMN must_change boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN account.must_change IS 'the password was made by somebody else: it opens nothing but its own change';
UPDATE account SET area = assignment.area
FROM (SELECT DISTINCT ON (person_id) person_id, area FROM assignment ORDER BY person_id, length(area), area) AS assignment
WHERE assignment.person_id = account.person_id;
CREATE INDEX account_area ON account (area);

-- When the password behind a sign-in was typed: a refresh does not make it younger, certifying and signing want it young.
ALTER TABLE refresh_token ADD COLUMN authenticated_at timestamptz;
UPDATE refresh_token SET authenticated_at = issued_at;
ALTER TABLE refresh_token ALTER COLUMN authenticated_at SET NOT NULL;

-- The sign-ins that stand: at most one row for each that a device goes on with, whatever was replaced before.
CREATE INDEX refresh_token_standing ON refresh_token (username, device_id) WHERE replaced_by IS NULL AND revoked_at IS NULL;

-- Failed sign-ins, counted for all nodes where there is no Redis. A crash may forget them: so does a quarter of an hour.
CREATE UNLOGGED TABLE sign_in_door (
    key      text PRIMARY KEY,
    attempts int NOT NULL,
    last_at  timestamptz NOT NULL,
    opens_at timestamptz NOT NULL
);
CREATE INDEX sign_in_door_last_at ON sign_in_door (last_at);
