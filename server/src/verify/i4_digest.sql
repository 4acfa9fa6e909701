-- I4: the digest of a locked report is that of its canonical bytes now; certificate, signature and version name the same.
SELECT 'digest' AS what, concat(district, ':', to_char(month, 'YYYY-MM')) AS place,
       encode(sha256(canonical.bytes), 'hex') AS expected, report.digest AS found
FROM canonical JOIN report USING (district, month)
WHERE report.digest IS DISTINCT FROM encode(sha256(canonical.bytes), 'hex')
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
