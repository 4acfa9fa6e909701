-- Whom to call: personal data in a table of its own, so that it is read on purpose, walled by itself, and gone without a trace
-- when its person asks for that. No row: nobody is named.
CREATE TABLE producer_contact (
    producer_id    uuid PRIMARY KEY REFERENCES producer (id),
    district       text NOT NULL REFERENCES area (code),
    contact_person text NOT NULL DEFAULT '',
    telephone      text NOT NULL DEFAULT '',
    CHECK (contact_person <> '' OR telephone <> '')
);
CREATE INDEX producer_contact_district ON producer_contact (district);
INSERT INTO producer_contact (producer_id, district, contact_person, telephone)
SELECT id, district, contact_person, telephone FROM producer WHERE contact_person <> '' OR telephone <> '';
ALTER TABLE producer DROP COLUMN contact_person, DROP COLUMN telephone;

-- Who read or erased whose contact, and when: written before the answer leaves. It repeats nothing of what was read.
CREATE TABLE contact_access (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id   uuid NOT NULL REFERENCES person (id),
    device_id   uuid,
    action      text NOT NULL CHECK (action IN ('READ', 'ERASED')),
    district    text NOT NULL REFERENCES area (code),
    producer_id uuid NOT NULL REFERENCES producer (id)
);
CREATE INDEX contact_access_district ON contact_access (district, id);
CREATE INDEX contact_access_producer ON contact_access (producer_id);
CREATE INDEX contact_access_person ON contact_access (person_id);
CREATE TRIGGER contact_access_written_once BEFORE UPDATE OR DELETE ON contact_access
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();

-- How few producers make a sum personal: a viewer is given no sum of fewer (assumption; an officer's view is never cut).
CREATE TABLE disclosure (
    one              boolean PRIMARY KEY DEFAULT true CHECK (one),
    fewest_producers int NOT NULL DEFAULT 3 CHECK (fewest_producers >= 1)
);
INSERT INTO disclosure DEFAULT VALUES;
