-- Where this database lived when a server last looked: the cluster, its timeline (a promoted replica begins another) and its very
-- table of events (a loaded dump makes another). Elsewhere it lives another life: a new epoch and generation.
ALTER TABLE deployment
    ADD COLUMN system_identifier bigint,
    ADD COLUMN timeline          int,
    ADD COLUMN event_table       bigint;
