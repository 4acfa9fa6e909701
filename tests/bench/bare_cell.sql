INSERT INTO cell (district, month, producer_id, category, channel, amount, version, changed_at)
SELECT cell.district, cell.month, cell.producer_id, cell.category, cell.channel, cell.amount + 1, cell.version + 1, clock_timestamp()
FROM cell
WHERE cell.district = '2706' AND cell.month = '2023-02-01'
ORDER BY cell.producer_id, cell.category, cell.channel
LIMIT 500 OFFSET $1
ON CONFLICT (district, month, producer_id, category, channel) DO UPDATE
SET amount = excluded.amount, version = excluded.version, changed_at = excluded.changed_at
