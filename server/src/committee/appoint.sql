WITH given AS (
    SELECT $1::uuid AS id, $2::text AS district, $3::uuid AS person, $4::text AS appointment_order, $5::boolean AS is_chair,
           $6::boolean AS is_secretary, $7::date AS valid_from, $8::date AS valid_until, $9::uuid AS assignment
), appointed AS (
    INSERT INTO committee_member (id, district, person_id, appointment_order, is_chair, is_secretary, valid_from, valid_until)
    SELECT id, district, person, appointment_order, is_chair, is_secretary, valid_from, valid_until FROM given
)
INSERT INTO assignment (id, person_id, role, area, valid_from, valid_until, order_number)
SELECT assignment, person, 'COMMITTEE_MEMBER', district, valid_from, valid_until, appointment_order FROM given
