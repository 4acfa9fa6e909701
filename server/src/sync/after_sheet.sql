WHERE (sheet.district, sheet.month, sheet.producer_id) > ($1, $2, $3) AND sheet.district <= $4
ORDER BY sheet.district, sheet.month, sheet.producer_id
LIMIT $5
