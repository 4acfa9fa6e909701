DELETE FROM rollup USING report
WHERE NOT rollup.confirmed AND rollup.district = report.district AND rollup.month = report.month
  AND report.district = $1 AND report.month >= $2 AND report.status IN ('DRAFT', 'RETURNED')
