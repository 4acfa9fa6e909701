-- A device that signs in: seen now, called as it calls itself; a sign-in that says no label leaves it.
WITH given AS (SELECT $1 AS id, $2 AS label, $3 AS now)
INSERT INTO device (id, label, registered_at, last_seen_at)
SELECT id, label, now, now FROM given
ON CONFLICT (id) DO UPDATE
SET last_seen_at = excluded.last_seen_at, label = coalesce(nullif(excluded.label, ''), device.label)
RETURNING revoked_at IS NOT NULL AS is_revoked
