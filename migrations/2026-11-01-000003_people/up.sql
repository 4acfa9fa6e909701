-- Who acts. A person is not an account: committee members may have none, and the audit trail outlives accounts.
CREATE TABLE person (
    id       uuid PRIMARY KEY,
    name     text NOT NULL CHECK (name <> ''),
    position text NOT NULL DEFAULT ''
);

CREATE TABLE account (
    username      text PRIMARY KEY CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    person_id     uuid NOT NULL UNIQUE REFERENCES person (id),
    password_hash text NOT NULL,
    locked_at     timestamptz,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What a person may do, where, from when until when; order number and capacity stand in the signature block.
CREATE TABLE assignment (
    id           uuid PRIMARY KEY,
    person_id    uuid NOT NULL REFERENCES person (id),
    role         text NOT NULL CHECK (role IN ('ENTRY_OFFICER', 'COMMITTEE_MEMBER', 'CD_OFFICER', 'PROVINCE_OFFICER', 'DEPARTMENT_OFFICER', 'VIEWER')),
    area         text NOT NULL REFERENCES area (code),
    valid_from   date NOT NULL,
    valid_until  date CHECK (valid_until >= valid_from),
    order_number text NOT NULL DEFAULT '',
    capacity     text NOT NULL DEFAULT '',
    CHECK (role = 'VIEWER'
        OR (role = 'DEPARTMENT_OFFICER' AND area = 'TH')
        OR (role = 'PROVINCE_OFFICER' AND length(area) = 2 AND area <> 'TH')
        OR (role IN ('ENTRY_OFFICER', 'COMMITTEE_MEMBER', 'CD_OFFICER') AND length(area) = 4))
);
CREATE INDEX assignment_person ON assignment (person_id);
CREATE INDEX assignment_area ON assignment (area);

-- A laptop or a browser that signed in. The id is made by the device and kept by it.
CREATE TABLE device (
    id            uuid PRIMARY KEY,
    label         text NOT NULL DEFAULT '',
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    acked_through bigint NOT NULL DEFAULT 0 CHECK (acked_through >= 0),
    revoked_at    timestamptz
);

-- Refresh tokens are kept as hashes; `replaced_by` makes rotation, its one-step grace and reuse visible.
CREATE TABLE refresh_token (
    id          uuid PRIMARY KEY,
    username    text NOT NULL REFERENCES account (username),
    device_id   uuid NOT NULL REFERENCES device (id),
    hash        bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    issued_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    replaced_by uuid REFERENCES refresh_token (id),
    revoked_at  timestamptz
);
CREATE INDEX refresh_token_username ON refresh_token (username);
CREATE INDEX refresh_token_device ON refresh_token (device_id);
CREATE INDEX refresh_token_replaced_by ON refresh_token (replaced_by);

-- The keys access tokens are signed with: shared by all nodes, told apart by `kid`.
CREATE TABLE token_key (
    kid         text PRIMARY KEY,
    private_pem text NOT NULL,
    public_pem  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    retired_at  timestamptz
);
