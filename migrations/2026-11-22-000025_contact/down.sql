DROP TABLE disclosure;
DROP TABLE contact_access;

-- The columns come back in their old places: those after them are made anew.
ALTER TABLE producer RENAME COLUMN active_from TO old_from;
ALTER TABLE producer RENAME COLUMN active_until TO old_until;
ALTER TABLE producer RENAME COLUMN version TO old_version;
ALTER TABLE producer
    ADD COLUMN contact_person text NOT NULL DEFAULT '',
    ADD COLUMN telephone      text NOT NULL DEFAULT '',
    ADD COLUMN active_from    date,
    ADD COLUMN active_until   date,
    ADD COLUMN version        int NOT NULL DEFAULT 1;
UPDATE producer SET active_from = old_from, active_until = old_until, version = old_version;
UPDATE producer SET contact_person = contact.contact_person, telephone = contact.telephone
FROM producer_contact AS contact WHERE contact.producer_id = producer.id;
ALTER TABLE producer DROP COLUMN old_from, DROP COLUMN old_until, DROP COLUMN old_version, ALTER COLUMN active_from SET NOT NULL;
ALTER TABLE producer
    ADD CONSTRAINT producer_active_from_check CHECK (extract(day FROM active_from) = 1),
    ADD CONSTRAINT producer_check CHECK (extract(day FROM active_until) = 1 AND active_until >= active_from),
    ADD CONSTRAINT producer_version_check CHECK (version >= 1);
DROP TABLE producer_contact;
