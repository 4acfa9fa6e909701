INSERT INTO elector (district, month, submission, person_id, is_chair, is_secretary)
SELECT asked.district, asked.month, asked.submission, member.person_id, bool_or(member.is_chair), bool_or(member.is_secretary)
FROM (SELECT $1::text AS district, $2::date AS month, $3::int AS submission, $4::date AS day) AS asked
JOIN committee_member AS member ON member.district = asked.district
    AND member.valid_from <= asked.day AND (member.valid_until IS NULL OR member.valid_until >= asked.day)
GROUP BY asked.district, asked.month, asked.submission, member.person_id
