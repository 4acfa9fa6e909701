INSERT INTO assignment (id, person_id, role, area, valid_from, order_number)
SELECT id, person_id, role, area, '2021-10-01', order_number
FROM json_to_recordset($1::json) AS row (id uuid, person_id uuid, role text, area text, order_number text)
