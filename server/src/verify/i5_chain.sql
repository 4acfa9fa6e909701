-- I5: every chain runs 1 … n, each event names the hash before it, and its own hash is of that and of its text; the text
-- and the columns beside it say the same.
WITH linked AS (
    SELECT event.*, row_number() OVER chain AS place_now, lag(hash) OVER chain AS before
    FROM event WINDOW chain AS (PARTITION BY area, month ORDER BY chain_index)
)
SELECT 'event' AS what, concat_ws(' ', area, to_char(month, 'YYYY-MM'), 'event', chain_index) AS place,
       concat_ws(' ', 'event', place_now, kind, 'hash', left(encode(sha256(coalesce(before, decode(repeat('00', 32), 'hex')) || convert_to(body, 'UTF8')), 'hex'), 16)) AS expected,
       concat_ws(' ', 'event', chain_index, body::json ->> 'kind', 'hash', left(encode(hash, 'hex'), 16)) AS found
FROM linked
WHERE chain_index <> place_now
   OR previous_hash <> coalesce(before, decode(repeat('00', 32), 'hex'))
   OR hash <> sha256(previous_hash || convert_to(body, 'UTF8'))
   OR (body::json ->> 'kind', body::json ->> 'area', body::json ->> 'month', body::json ->> 'by', (body::json ->> 'at')::timestamptz)
      IS DISTINCT FROM (kind, area, to_char(month, 'YYYY-MM'), person_id::text, at)
