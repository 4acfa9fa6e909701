INSERT INTO producer_contact (producer_id, district, contact_person, telephone)
SELECT producer_id, district, contact_person, telephone
FROM json_to_recordset($1::json) AS row (producer_id uuid, district text, contact_person text, telephone text)
