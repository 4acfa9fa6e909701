WITH given AS (
    SELECT $1::text AS district, $2::date AS month, $3::bytea AS canonical, $4::text AS timeliness,
           $5::timestamptz AS due_at, $6::timestamptz AS now, $7::uuid AS person, $8::uuid AS device, $9::text AS capacity
), frozen AS (
    INSERT INTO confirmed_version (district, month, number, submission, digest, canonical, satang, roster_size, reported, not_obtained,
                                   timeliness, due_at, confirmed_at, confirmed_by, device_id, capacity)
    SELECT report.district, report.month, report.confirmed_version + 1, report.submission, report.digest, given.canonical, report.live_satang,
           report.roster_size, report.reported, report.not_obtained,
           given.timeliness, given.due_at, given.now, given.person, given.device, given.capacity
    FROM report JOIN given USING (district, month)
    RETURNING district, month, number, satang
)
UPDATE report SET status = 'CONFIRMED', confirmed_version = frozen.number, confirmed_satang = frozen.satang
FROM frozen WHERE report.district = frozen.district AND report.month = frozen.month
