-- I4: the digest of a locked report is that of its canonical bytes now; certificate, signature and version name the same.
-- Where a confirmed report fails, the bytes of its version tell which cell or sheet was altered.
, broken AS MATERIALIZED (
    SELECT district, month, canonical.bytes, report.digest, report.confirmed_version AS number
    FROM canonical JOIN report USING (district, month)
    WHERE report.digest IS DISTINCT FROM encode(sha256(canonical.bytes), 'hex')
), side AS (
    SELECT versions.digest, versions.month, side.now, string_to_array(text, E'\t') AS part
    FROM broken
    JOIN confirmed_version AS versions USING (district, month, number, digest)
    CROSS JOIN LATERAL (VALUES (true, broken.bytes), (false, versions.canonical)) AS side (now, bytes)
    CROSS JOIN LATERAL string_to_table(convert_from(side.bytes, 'UTF8'), E'\n') AS text
    WHERE text ~ '^[PC]\t'
), keyed AS (
    SELECT digest, now, CASE part[1] WHEN 'C' THEN 'cell' ELSE 'sheet' END AS what,
           concat_ws('|', part[2], to_char(month, 'YYYY-MM'), CASE part[1] WHEN 'C' THEN array_to_string(part[3:4], '|') END) AS place,
           array_to_string(CASE part[1] WHEN 'C' THEN part[5:] ELSE part[3:] END, ' ') AS value
    FROM side
)
SELECT what, place, coalesce(confirmed.value, 'none') AS expected, coalesce(altered.value, 'none') AS found
FROM (SELECT * FROM keyed WHERE NOT now) AS confirmed
FULL JOIN (SELECT * FROM keyed WHERE now) AS altered USING (digest, what, place)
WHERE confirmed.value IS DISTINCT FROM altered.value
UNION ALL
SELECT 'digest', concat(district, ':', to_char(month, 'YYYY-MM')), encode(sha256(bytes), 'hex'), coalesce(digest, 'none') FROM broken
UNION ALL
SELECT named.what, concat(report.district, ':', to_char(report.month, 'YYYY-MM')), report.digest, coalesce(named.digest, 'none')
FROM report
CROSS JOIN LATERAL (
    SELECT 'certificate' AS what, (SELECT digest FROM certificate WHERE certified AND (district, month, submission) = (report.district, report.month, report.submission)) AS digest
    WHERE report.submission > 0 AND report.status IN ('CERTIFIED', 'SIGNED', 'CONFIRMED')
    UNION ALL
    SELECT 'signature', (SELECT digest FROM signature WHERE (district, month, submission) = (report.district, report.month, report.submission))
    WHERE report.submission > 0 AND report.status IN ('SIGNED', 'CONFIRMED')
    UNION ALL
    SELECT 'confirmed version', (SELECT digest FROM confirmed_version WHERE (district, month, number) = (report.district, report.month, report.confirmed_version))
    WHERE report.status = 'CONFIRMED'
) AS named
WHERE named.digest IS DISTINCT FROM report.digest
