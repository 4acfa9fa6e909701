-- Of each report the signature that holds (under the present submission while it stands, else under the last confirmed version) and
-- the paper that was registered last. One row a wanted report, by district and month.
SELECT wanted.district, wanted.month, signature.mode, signature.digest AS signed, latest.digest AS received, latest.agrees
FROM unnest($1::text[], $2::date[]) AS wanted (district, month)
LEFT JOIN report ON report.district = wanted.district AND report.month = wanted.month
LEFT JOIN confirmed_version AS kept
    ON kept.district = report.district AND kept.month = report.month AND kept.number = report.confirmed_version
LEFT JOIN signature
    ON signature.district = report.district AND signature.month = report.month
    AND signature.submission = CASE WHEN report.status IN ('SIGNED', 'CONFIRMED') THEN report.submission ELSE kept.submission END
LEFT JOIN LATERAL (
    SELECT receipt.digest, receipt.agrees FROM receipt
    WHERE receipt.district = wanted.district AND receipt.month = wanted.month
    ORDER BY receipt.received_at DESC, receipt.id DESC
    LIMIT 1
) AS latest ON true
ORDER BY wanted.district, wanted.month
