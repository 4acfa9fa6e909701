-- I4: the digest of a locked estimate is that of its figures now; certificate, signature and revision name the same.
WITH line AS (
    SELECT figure.district, figure.fiscal_year,
           string_agg(concat_ws(E'\t', 'E', figure.producer_id, figure.period, figure.amount::text) || E'\n', ''
                      ORDER BY figure.producer_id, figure.period) AS text
    FROM estimate_cell AS figure WHERE NOT figure.deleted GROUP BY 1, 2
), locked AS (
    SELECT estimate.*,
           encode(sha256(convert_to(concat('otop-estimate 1', E'\n', estimate.district, E'\n', estimate.fiscal_year, E'\n', rule.period,
                                           E'\n', line.text), 'UTF8')), 'hex') AS reckoned
    FROM estimate JOIN estimate_rule AS rule USING (fiscal_year) LEFT JOIN line USING (district, fiscal_year)
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
