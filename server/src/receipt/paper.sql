-- Of each report or estimate the signature that holds (under the present submission while it stands, else under the last confirmed
-- version or sent revision) and the paper that was registered last. One row a wanted one, by district and term.
SELECT wanted.district, wanted.month, signature.mode, signature.digest AS signed, latest.digest AS received, latest.agrees
FROM unnest($1::text[], $2::date[]) AS wanted (district, month)
LEFT JOIN report ON report.district = wanted.district AND report.month = wanted.month
LEFT JOIN confirmed_version AS kept
    ON kept.district = report.district AND kept.month = report.month AND kept.number = report.confirmed_version
LEFT JOIN estimate ON estimate.district = wanted.district AND estimate.month = wanted.month
LEFT JOIN estimate_revision AS sent
    ON sent.district = estimate.district AND sent.fiscal_year = estimate.fiscal_year AND sent.number = estimate.revisions - 1
LEFT JOIN signature
    ON signature.district = wanted.district AND signature.month = wanted.month
    AND signature.submission = CASE WHEN report.status IN ('SIGNED', 'CONFIRMED') THEN report.submission
                                    ELSE coalesce(kept.submission, sent.submission) END
LEFT JOIN LATERAL (
    SELECT receipt.digest, receipt.agrees FROM receipt
    WHERE receipt.district = wanted.district AND receipt.month = wanted.month
    ORDER BY receipt.received_at DESC, receipt.id DESC
    LIMIT 1
) AS latest ON true
ORDER BY wanted.district, wanted.month
