WHERE (cell.district, cell.month, cell.producer_id, cell.category, cell.channel) > ($1, $2, $3, $4, $5) AND cell.district <= $6
ORDER BY cell.district, cell.month, cell.producer_id, cell.category, cell.channel
LIMIT $7
