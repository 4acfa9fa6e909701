SELECT member.id AS member, member.district, member.person_id AS person, person.name, member.appointment_order,
       member.is_chair, member.is_secretary, member.valid_from, member.valid_until
FROM committee_member AS member JOIN person ON person.id = member.person_id
