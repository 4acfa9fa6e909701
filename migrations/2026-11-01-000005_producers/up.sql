-- Where figures came from that nobody entered here: a file of past years, or the demonstration's generator.
CREATE TABLE import_source (
    id          serial PRIMARY KEY,
    name        text NOT NULL CHECK (name <> ''),
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    imported_at timestamptz NOT NULL,
    imported_by uuid REFERENCES person (id)
);
CREATE INDEX import_source_imported_by ON import_source (imported_by);

-- A producer never moves to another district; what else may change is dated by month in `producer_attribute`.
CREATE TABLE producer (
    id                  uuid PRIMARY KEY,
    district            text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    registration_number text UNIQUE CHECK (registration_number <> ''),
    name                text NOT NULL CHECK (name <> ''),
    contact_person      text NOT NULL DEFAULT '',
    telephone           text NOT NULL DEFAULT '',
    active_from         date NOT NULL CHECK (extract(day FROM active_from) = 1),
    active_until        date CHECK (extract(day FROM active_until) = 1 AND active_until >= active_from),
    version             int NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX producer_district ON producer (district, id);

-- Kind and subdistrict from a month on, so that a change touches no month already submitted.
CREATE TABLE producer_attribute (
    producer_id uuid NOT NULL REFERENCES producer (id),
    from_month  date NOT NULL CHECK (extract(day FROM from_month) = 1),
    kind        text NOT NULL CHECK (kind IN ('COMMUNITY_GROUP', 'SINGLE_OWNER', 'SME')),
    subdistrict text NOT NULL REFERENCES area (code) CHECK (length(subdistrict) = 6),
    PRIMARY KEY (producer_id, from_month)
);
CREATE INDEX producer_attribute_subdistrict ON producer_attribute (subdistrict);

CREATE TABLE product (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL REFERENCES producer (id),
    name        text NOT NULL CHECK (name <> ''),
    category    text NOT NULL CHECK (category IN ('FOOD', 'BEVERAGE', 'TEXTILE', 'HOUSEWARE', 'HERB')),
    star        smallint CHECK (star BETWEEN 1 AND 5),
    quadrant    text CHECK (quadrant IN ('A', 'B', 'C', 'D'))
);
CREATE INDEX product_producer ON product (producer_id);
