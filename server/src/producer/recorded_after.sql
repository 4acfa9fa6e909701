SELECT min(sheet.month) AS month
FROM sheet
LEFT JOIN cell ON cell.district = sheet.district AND cell.month = sheet.month AND cell.producer_id = sheet.producer_id
    AND NOT cell.deleted
WHERE sheet.producer_id = $1 AND sheet.month > $2 AND (sheet.state <> 'IN_PROGRESS' OR cell.producer_id IS NOT NULL)
