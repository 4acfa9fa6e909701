-- Who an account's person is for an outside identity provider (OIDC): linked by an operator, never by signing in.
CREATE TABLE outside_identity (
    issuer    text NOT NULL,
    subject   text NOT NULL CHECK (subject <> ''),
    username  text NOT NULL REFERENCES account (username),
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (issuer, subject),
    UNIQUE (username, issuer)
);
ALTER TABLE outside_identity ENABLE ROW LEVEL SECURITY;

-- A sign-in on its way through the provider, for minutes; gone when it comes back. Secrets are kept as hashes; `browser` is the
-- cookie of the browser that began it.
CREATE TABLE outside_attempt (
    state      bytea PRIMARY KEY CHECK (length(state) = 32),
    browser    bytea NOT NULL CHECK (length(browser) = 32),
    nonce      text NOT NULL,
    verifier   text NOT NULL,
    device_id  uuid NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX outside_attempt_expires_at ON outside_attempt (expires_at);
ALTER TABLE outside_attempt ENABLE ROW LEVEL SECURITY;

-- It came back, and the person was found: our own tokens wait to be taken, once.
CREATE TABLE outside_handover (
    code             bytea PRIMARY KEY CHECK (length(code) = 32),
    browser          bytea NOT NULL CHECK (length(browser) = 32),
    username         text NOT NULL REFERENCES account (username),
    device_id        uuid NOT NULL,
    authenticated_at timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL
);
CREATE INDEX outside_handover_username ON outside_handover (username);
CREATE INDEX outside_handover_expires_at ON outside_handover (expires_at);
ALTER TABLE outside_handover ENABLE ROW LEVEL SECURITY;
