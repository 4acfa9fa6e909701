-- The server came back from a backup: what its former life answered is offered again, with the same ids. What a person took
-- back, and what another server answered (before `since_seq`), is not.
UPDATE outbox SET again = 1
WHERE state IN ('done', 'attention') AND outcome <> 'WITHDRAWN' AND device_seq >= (SELECT since_seq FROM mirror);
