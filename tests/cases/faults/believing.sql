-- A laptop that believes everything that waits to be applied.
UPDATE outbox SET state = 'done', outcome = 'APPLIED' WHERE state = 'pending';
