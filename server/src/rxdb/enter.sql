-- The row's lock is held until the push has been decided.
INSERT INTO device (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET last_seen_at = clock_timestamp()
