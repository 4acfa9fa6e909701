WITH given AS (
    SELECT $1::text AS district, $2::date AS month, $3::text AS digest, $4::timestamptz AS now, $5::uuid AS person, $6::text AS meeting, $7::text AS remark
)
UPDATE report
SET status = 'SUBMITTED', submission = report.submission + 1, digest = given.digest,
    submitted_at = given.now, submitted_by = given.person, meeting = given.meeting, remark = given.remark
FROM given WHERE report.district = given.district AND report.month = given.month
