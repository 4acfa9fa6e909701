-- From which number on the server has said nothing: after the last answered operation (`tidy` keeps that one for ever). Without any,
-- from the beginning, unless rows were tidied away before they were kept.
SELECT coalesce(
    (SELECT device_seq + 1 FROM outbox WHERE state = 'done' AND answered_at IS NOT NULL ORDER BY device_seq DESC LIMIT 1),
    (SELECT 1 FROM outbox WHERE device_seq = 1),
    next_seq) AS number
FROM device
