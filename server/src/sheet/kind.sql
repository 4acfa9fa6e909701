-- The attribute that holds in the month; a producer whose attributes all begin later takes the earliest (as active_producer does).
SELECT producer.id AS producer_id, wanted.month, attribute.kind
FROM unnest($1::uuid[], $2::date[]) AS wanted (producer_id, month)
JOIN producer ON producer.id = wanted.producer_id
    AND producer.active_from <= wanted.month AND (producer.active_until IS NULL OR producer.active_until >= wanted.month)
CROSS JOIN LATERAL (
    SELECT producer_attribute.kind FROM producer_attribute
    WHERE producer_attribute.producer_id = producer.id
    ORDER BY producer_attribute.from_month <= wanted.month DESC,
             CASE WHEN producer_attribute.from_month <= wanted.month THEN wanted.month - producer_attribute.from_month
                  ELSE producer_attribute.from_month - wanted.month END
    LIMIT 1
) AS attribute
