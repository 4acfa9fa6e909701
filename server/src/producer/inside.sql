-- The producers in each of the places (districts or subdistricts): where they stand in the month asked for, else in this month.
WITH asked AS (
    SELECT places, active_in,
           coalesce(active_in, date_trunc('month', business_now() AT TIME ZONE 'Asia/Bangkok')::date) AS month
    FROM (VALUES ($1::text[], $2::date)) AS asked (places, active_in)
), inside AS (
    SELECT place.code AS place, producer.id
    FROM asked
    CROSS JOIN LATERAL unnest(asked.places) AS place (code)
    JOIN producer ON producer.district = left(place.code, 4)
    WHERE (asked.active_in IS NULL
           OR producer.active_from <= asked.active_in
          AND (producer.active_until IS NULL OR producer.active_until >= asked.active_in))
      AND (length(place.code) = 4 OR place.code = (
          SELECT dated.subdistrict FROM producer_attribute AS dated
          WHERE dated.producer_id = producer.id
          -- As in active_producer: before the earliest attribute, the earliest holds.
          ORDER BY dated.from_month <= asked.month DESC, abs(asked.month - dated.from_month)
          LIMIT 1))
)
