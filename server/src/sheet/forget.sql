UPDATE operation SET answer = NULL
WHERE id IN (
    SELECT id FROM operation
    WHERE answer IS NOT NULL AND received_at < business_now() - interval '400 days'
    ORDER BY received_at
    LIMIT 1000
    FOR UPDATE SKIP LOCKED
)
