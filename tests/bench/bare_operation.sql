INSERT INTO operation (id, district, month, producer_id, category, channel, amount, person_id, device_id, device_seq, payload_hash, outcome,
                       version, sheet_version, received_at)
SELECT gen_random_uuid(), cell.district, cell.month, cell.producer_id, cell.category, cell.channel, cell.amount, gen_random_uuid(),
       gen_random_uuid(), 1, sha256('bare'), 'APPLIED', cell.version, 1, clock_timestamp()
FROM cell
WHERE cell.district = '2706' AND cell.month = '2023-02-01'
ORDER BY cell.producer_id, cell.category, cell.channel
LIMIT 500 OFFSET $1
