-- All accounts of a demonstration share one password, and so its hash: hashing 8,000 times would take minutes.
WITH row AS (SELECT * FROM json_to_recordset($1::json) AS row (username text, person_id uuid))
INSERT INTO account (username, person_id, password_hash)
SELECT row.username, row.person_id, $2::text FROM row
