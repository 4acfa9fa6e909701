-- Locks confirmed history.
UPDATE report
SET status = 'CONFIRMED', digest = version.digest, confirmed_version = version.number, confirmed_satang = version.satang
FROM confirmed_version AS version
WHERE report.district = $1 AND version.district = report.district AND version.month = report.month
