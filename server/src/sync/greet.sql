-- The device is alive, and has the answers up to a number; it is told whom it talks to.
WITH seen AS (
    INSERT INTO device (id, acked_through) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE
    SET acked_through = greatest(device.acked_through, excluded.acked_through), last_seen_at = clock_timestamp()
)
SELECT epoch, business_now() AS server_time FROM deployment
