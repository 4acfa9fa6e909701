-- From version 5 to 6. Which sheets were copied from the month before comes with the next pull, which reads everything anew.
ALTER TABLE mirror_sheet ADD COLUMN copied BOOLEAN NOT NULL DEFAULT 0;
UPDATE mirror SET cursor = NULL;
