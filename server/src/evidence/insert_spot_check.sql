-- A spot check, with the producer's revenue of the month as it is now.
WITH given AS (
    SELECT $1::uuid AS id, $2::text AS district, $3::date AS month, $4::uuid AS producer_id, $5::boolean AS agrees, $6::text AS note,
           $7::date AS checked_on, $8::timestamptz AS checked_at, $9::uuid AS checked_by, $10::text AS capacity, $11::uuid AS device_id
)
INSERT INTO spot_check (id, district, month, producer_id, agrees, note, satang, checked_on, checked_at, checked_by, capacity, device_id)
SELECT given.id, given.district, given.month, given.producer_id, given.agrees, given.note,
       (SELECT coalesce(sum(cell.amount * 100), 0)::bigint FROM cell
        WHERE cell.district = given.district AND cell.month = given.month AND cell.producer_id = given.producer_id AND NOT cell.deleted),
       given.checked_on, given.checked_at, given.checked_by, given.capacity, given.device_id
FROM given
