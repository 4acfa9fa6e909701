WITH given AS (
    SELECT $1::text AS district, $2::date AS month, $3::int AS submission, $4::text AS digest, $5::boolean AS certified, $6::int AS eligible,
           $7::int AS for_votes, $8::int AS against, $9::uuid AS closed_by, $10::timestamptz AS now
)
INSERT INTO certificate (district, month, submission, digest, certified, eligible, for_votes, against, closed_by, decided_at)
SELECT district, month, submission, digest, certified, eligible, for_votes, against, closed_by, now FROM given
