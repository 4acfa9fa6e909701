INSERT INTO committee_member (id, district, person_id, appointment_order, is_chair, is_secretary, valid_from)
SELECT id, district, person_id, appointment_order, is_chair, is_secretary, '2021-10-01'
FROM json_to_recordset($1::json)
    AS row (id uuid, district text, person_id uuid, appointment_order text, is_chair boolean, is_secretary boolean)
