WITH here AS (
    SELECT system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline,
           'event'::regclass::oid::bigint AS event_table
    FROM pg_control_system()
)
UPDATE deployment
SET system_identifier = here.system_identifier, timeline = here.timeline, event_table = here.event_table
FROM here
WHERE (deployment.system_identifier, deployment.timeline, deployment.event_table)
      IS DISTINCT FROM (here.system_identifier, here.timeline, here.event_table)
