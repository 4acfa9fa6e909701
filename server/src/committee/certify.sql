WITH given AS (
    SELECT $1::text AS district, $2::date AS month, $3::int AS submission, $4::boolean AS certified, $5::int AS eligible,
           $6::int AS for_votes, $7::int AS against, $8::uuid AS closed_by, $9::timestamptz AS now
), decision AS (
    INSERT INTO certificate (district, month, submission, digest, certified, eligible, for_votes, against, closed_by, decided_at)
    SELECT report.district, report.month, given.submission, report.digest, given.certified, given.eligible, given.for_votes,
           given.against, given.closed_by, given.now
    FROM report JOIN given USING (district, month)
    RETURNING district, month, certified
)
UPDATE report SET status = 'CERTIFIED'
FROM decision
WHERE decision.certified AND report.district = decision.district AND report.month = decision.month
