-- Another place than the one last seen, or events at or beyond the next transaction id. Of several nodes that start at once the
-- first begins the new life; the others find it begun.
WITH here AS (
    SELECT system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline,
           'event'::regclass::oid::bigint AS event_table
    FROM pg_control_system()
)
UPDATE deployment
SET epoch = gen_random_uuid(), generation = deployment.generation + 1, system_identifier = here.system_identifier,
    timeline = here.timeline, event_table = here.event_table
FROM here
WHERE (here.system_identifier, here.timeline, here.event_table)
      <> (coalesce(deployment.system_identifier, here.system_identifier), coalesce(deployment.timeline, here.timeline),
          coalesce(deployment.event_table, here.event_table))
   OR EXISTS (SELECT FROM event WHERE event.generation = deployment.generation AND event.tx >= pg_snapshot_xmax(pg_current_snapshot()))
RETURNING deployment.epoch, deployment.generation
