WITH ended AS (
    UPDATE committee_member SET valid_until = given.until
    FROM (SELECT $1::uuid AS id, $2::date AS until) AS given
    WHERE committee_member.id = given.id
    RETURNING district, person_id, valid_until
)
UPDATE assignment SET valid_until = ended.valid_until
FROM ended
WHERE assignment.role = 'COMMITTEE_MEMBER' AND assignment.person_id = ended.person_id AND assignment.area = ended.district
  AND assignment.valid_from <= ended.valid_until AND (assignment.valid_until IS NULL OR assignment.valid_until > ended.valid_until)
