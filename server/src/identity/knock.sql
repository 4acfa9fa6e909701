-- Notes an attempt at a door that is open, and tells for how many milliseconds a shut one stays so. Attempts at one door wait for
-- each other at its row. The n-th attempt beyond the free ones shuts it for 2^n seconds.
WITH given AS MATERIALIZED (
    SELECT $1::text AS key, $2::int AS free, $3::int AS longest, make_interval(secs => $4::int) AS memory, clock_timestamp() AS now
), noted AS (
    INSERT INTO sign_in_door AS door (key, attempts, last_at, opens_at)
    SELECT key, 1, now, now FROM given
    ON CONFLICT (key) DO UPDATE SET (attempts, last_at, opens_at) = (
        SELECT attempt, now,
               now + CASE WHEN attempt < free THEN interval '0' ELSE make_interval(secs => least(longest, 2 ^ least(attempt - free, 20))) END
        FROM (SELECT CASE WHEN door.last_at < now - memory THEN 1 ELSE door.attempts + 1 END AS attempt, now, free, longest FROM given) AS next
    )
    WHERE door.opens_at <= clock_timestamp()
    RETURNING key
)
SELECT CASE WHEN EXISTS (SELECT FROM noted) THEN 0
            ELSE coalesce((SELECT greatest(1, ceil(extract(epoch FROM opens_at - now) * 1000))::bigint
                           FROM sign_in_door JOIN given USING (key)), 1000)
       END AS wait
