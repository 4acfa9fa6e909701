-- I4: the digest of a locked estimate is that of its figures now; certificate, signature and revision name the same.
, locked AS (
    SELECT estimate.*, encode(sha256(estimated.bytes), 'hex') AS reckoned
    FROM estimate JOIN estimated USING (district, fiscal_year)
    WHERE estimate.digest IS NOT NULL
)
SELECT 'digest' AS what, concat(district, ':', fiscal_year) AS place, reckoned AS expected, digest AS found
FROM locked WHERE reckoned <> digest
UNION ALL
SELECT named.what, concat(locked.district, ':', locked.fiscal_year), locked.digest, coalesce(named.digest, 'none')
FROM locked
CROSS JOIN LATERAL (
    SELECT 'certificate' AS what, (SELECT digest FROM certificate WHERE certified AND (district, month, submission) = (locked.district, locked.month, locked.submission)) AS digest
    WHERE locked.status IN ('CERTIFIED', 'SENT')
    UNION ALL
    SELECT 'signature', (SELECT digest FROM signature WHERE (district, month, submission) = (locked.district, locked.month, locked.submission))
    WHERE locked.status = 'SENT'
    UNION ALL
    SELECT 'revision', (SELECT digest FROM estimate_revision WHERE (district, fiscal_year, number) = (locked.district, locked.fiscal_year, locked.revisions - 1))
    WHERE locked.status = 'SENT'
) AS named
WHERE named.digest IS DISTINCT FROM locked.digest
