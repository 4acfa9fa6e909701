-- The business clock decides what is on time. `shift` lets a demonstration run in 2566, `fixed` lets a test stand still;
-- a production database has neither and cannot be given one (`movable`).
CREATE TABLE clock (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    movable boolean NOT NULL DEFAULT false,
    shift   interval NOT NULL DEFAULT '0',
    fixed   timestamptz,
    CHECK (movable OR (shift = '0' AND fixed IS NULL))
);
INSERT INTO clock DEFAULT VALUES;

CREATE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT coalesce(fixed, clock_timestamp() + shift) FROM clock';

-- When the system opens, what is on time and when it closes: an assumption per fiscal year (BE), Bangkok days and hours.
-- Letter section 4 and 6: confirm by the 3rd, close on the 6th, open on the 10th.
CREATE TABLE fiscal_calendar (
    fiscal_year            int PRIMARY KEY CHECK (fiscal_year BETWEEN 2443 AND 2700),
    opens_day              smallint NOT NULL DEFAULT 10 CHECK (opens_day BETWEEN 1 AND 28),
    opens_hour             smallint NOT NULL DEFAULT 0 CHECK (opens_hour BETWEEN 0 AND 23),
    submit_days_before_end smallint NOT NULL DEFAULT 0 CHECK (submit_days_before_end BETWEEN 0 AND 15),
    due_day                smallint NOT NULL DEFAULT 3 CHECK (due_day BETWEEN 1 AND 28),
    closes_day             smallint NOT NULL DEFAULT 6 CHECK (closes_day BETWEEN 1 AND 28),
    closes_hour            smallint NOT NULL DEFAULT 0 CHECK (closes_hour BETWEEN 0 AND 23),
    CHECK (due_day < closes_day AND closes_day <= opens_day)
);

-- One month moved by the department; an empty column keeps the year's rule.
CREATE TABLE calendar_override (
    month       date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    opens_at    timestamptz,
    submit_from timestamptz,
    due_at      timestamptz,
    closes_at   timestamptz,
    reason      text NOT NULL CHECK (reason <> ''),
    set_by      uuid REFERENCES person (id),
    set_at      timestamptz NOT NULL
);
CREATE INDEX calendar_override_set_by ON calendar_override (set_by);

-- The system opened for one district and month until an instant.
CREATE TABLE exception (
    id         uuid PRIMARY KEY,
    district   text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month      date NOT NULL CHECK (extract(day FROM month) = 1),
    until      timestamptz NOT NULL,
    reopen     boolean NOT NULL,
    reason     text NOT NULL CHECK (reason <> ''),
    granted_by uuid NOT NULL REFERENCES person (id),
    granted_at timestamptz NOT NULL
);
CREATE INDEX exception_district_month ON exception (district, month);
CREATE INDEX exception_granted_by ON exception (granted_by);

INSERT INTO fiscal_calendar (fiscal_year) SELECT generate_series(2555, 2580);
