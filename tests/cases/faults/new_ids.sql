-- A laptop that makes a new id whenever it sends.
UPDATE outbox SET base_operation = 'ffff' || substr(base_operation, 5)
WHERE base_operation IN (SELECT operation_id FROM outbox WHERE state = 'pending');
UPDATE outbox SET operation_id = 'ffff' || substr(operation_id, 5) WHERE state = 'pending';
