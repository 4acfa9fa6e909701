-- One edit as the laptop queues it.
INSERT INTO outbox (operation_id, device_seq, person, base_version, change, recorded_at)
SELECT ?1, next_seq, (SELECT person FROM session), 0,
       json_object('cell', json_object('producerId', 'p', 'month', '2023-02', 'category', 'HERB', 'channel', 'EXPORT', 'amount', ?2 || '.00')),
       '2023-02-27T02:00:00Z'
FROM device
