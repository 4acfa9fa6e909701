INSERT INTO producer (id, district, registration_number, name, active_from, active_until)
SELECT id, district, registration_number, name, active_from, active_until
FROM json_to_recordset($1::json)
    AS row (id uuid, district text, registration_number text, name text, active_from date, active_until date)
