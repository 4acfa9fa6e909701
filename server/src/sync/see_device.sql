INSERT INTO device (id, acked_through) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE
SET acked_through = greatest(device.acked_through, excluded.acked_through), last_seen_at = clock_timestamp()
