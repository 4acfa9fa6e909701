-- From version 4 to 5. What producers make comes with the next pull, which reads everything anew.
ALTER TABLE mirror_producer ADD COLUMN makes TEXT;
UPDATE mirror SET cursor = NULL;
