WITH given AS (
    SELECT $1::text AS district, $2::int AS fiscal_year, $3::text AS digest, $4::timestamptz AS now, $5::uuid AS person,
           $6::text AS meeting, $7::text AS remark
)
UPDATE estimate
SET status = 'SUBMITTED', submission = estimate.submission + 1, digest = given.digest,
    submitted_at = given.now, submitted_by = given.person, meeting = given.meeting, remark = given.remark
FROM given WHERE estimate.district = given.district AND estimate.fiscal_year = given.fiscal_year
