INSERT INTO producer_attribute (producer_id, from_month, kind, subdistrict)
SELECT producer_id, from_month, kind, subdistrict
FROM json_to_recordset($1::json) AS row (producer_id uuid, from_month date, kind text, subdistrict text)
