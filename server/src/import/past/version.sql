-- Version 1 of confirmed history: the bytes the digest was taken of. Submission 0: it never went through a committee here.
WITH row AS (
    SELECT * FROM json_to_recordset($1::json)
        AS row (month date, confirmed boolean, roster_size int, reported int, not_obtained int, satang bigint, canonical text, digest text)
), given AS (SELECT $2::text AS district, $3::int AS source, $4::timestamptz AS at)
INSERT INTO confirmed_version (district, month, number, submission, digest, canonical, satang,
                               roster_size, reported, not_obtained, timeliness, confirmed_at, source)
SELECT given.district, row.month, 1, 0, row.digest, convert_to(row.canonical, 'UTF8'), row.satang,
       row.roster_size, row.reported, row.not_obtained, 'IMPORTED', given.at, given.source
FROM row, given
WHERE row.confirmed
