DROP TABLE transmission;
-- Drafts were numbered 0: they go, and can be made again.
ALTER TABLE consolidation_district DISABLE TRIGGER consolidation_district_written_once;
ALTER TABLE consolidation DISABLE TRIGGER consolidation_written_once;
DELETE FROM consolidation_district WHERE number = 0;
DELETE FROM consolidation WHERE number = 0;
ALTER TABLE consolidation ENABLE TRIGGER consolidation_written_once;
ALTER TABLE consolidation_district ENABLE TRIGGER consolidation_district_written_once;
ALTER TABLE consolidation DROP CONSTRAINT consolidation_number_check,
                          ADD CONSTRAINT consolidation_number_check CHECK (number >= 1);
