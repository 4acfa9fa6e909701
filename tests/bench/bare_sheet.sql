INSERT INTO sheet (district, month, producer_id, state, version, changed_at)
SELECT '2706', '2023-02-01', producer.id, 'IN_PROGRESS', 1, clock_timestamp() FROM producer WHERE producer.district = '2706'
