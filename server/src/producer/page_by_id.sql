-- The producers with these ids.
WITH page AS (
    SELECT producer.district AS place, producer.id FROM producer WHERE producer.id = ANY ($1::uuid[])
)
