-- A file with the districts of what it is attached to, and whether that is still a draft, which a committee does not know of.
WITH given AS (SELECT $1::text AS sha256)
SELECT file.media_type, file.size, attached.district, attached.is_draft
FROM given
JOIN file ON file.sha256 = given.sha256
JOIN (
    SELECT evidence.sha256, evidence.district, report.status = 'DRAFT' AS is_draft
    FROM evidence JOIN report ON report.district = evidence.district AND report.month = evidence.month
    UNION ALL
    SELECT scan.sha256, scan.district, false FROM scan
) AS attached ON attached.sha256 = given.sha256
