-- 27 February 2566, 09:00 in Bangkok, and running on.
UPDATE clock SET movable = true, fixed = NULL, shift = '2023-02-27T09:00:00+07:00' - clock_timestamp();
