INSERT INTO producer (id, district, registration_number, name, contact_person, telephone, active_from, active_until)
SELECT id, district, registration_number, name, contact_person, telephone, active_from, active_until
FROM json_to_recordset($1::json)
    AS row (id uuid, district text, registration_number text, name text, contact_person text, telephone text,
            active_from date, active_until date)
