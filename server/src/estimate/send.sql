WITH given AS (
    SELECT $1::text AS district, $2::int AS fiscal_year, $3::bytea AS canonical, $4::text AS timeliness, $5::timestamptz AS due_at,
           $6::timestamptz AS now, $7::uuid AS person, $8::uuid AS device, $9::text AS capacity
), sent AS (
    INSERT INTO estimate_revision (district, fiscal_year, number, submission, digest, canonical, satang, estimated, timeliness, due_at,
                                   sent_at, sent_by, device_id, capacity)
    SELECT estimate.district, estimate.fiscal_year, estimate.revisions, estimate.submission, estimate.digest, given.canonical,
           estimate.live_satang, estimate.estimated, given.timeliness, given.due_at, given.now, given.person, given.device, given.capacity
    FROM estimate JOIN given USING (district, fiscal_year)
    RETURNING district, fiscal_year, number
)
UPDATE estimate SET status = 'SENT', revisions = sent.number + 1
FROM sent WHERE estimate.district = sent.district AND estimate.fiscal_year = sent.fiscal_year
