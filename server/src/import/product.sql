INSERT INTO product (id, producer_id, name, category, star, quadrant)
SELECT id, producer_id, name, category, star, quadrant
FROM json_to_recordset($1::json)
    AS row (id uuid, producer_id uuid, name text, category text, star smallint, quadrant text)
