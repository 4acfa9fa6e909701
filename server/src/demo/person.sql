INSERT INTO person (id, name, position)
SELECT id, name, position FROM json_to_recordset($1::json) AS row (id uuid, name text, position text)
