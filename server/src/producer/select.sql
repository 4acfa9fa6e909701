-- What is said of each producer of a page: with the dated attributes, oldest first, and the business month they are seen in.
SELECT page.place, producer.id, producer.district, producer.registration_number, producer.name,
       producer.active_from, producer.active_until, producer.version,
       attribute.months, attribute.kinds, attribute.subdistricts,
       (SELECT date_trunc('month', business_now() AT TIME ZONE 'Asia/Bangkok')::date) AS this_month
FROM page
JOIN producer ON producer.id = page.id
CROSS JOIN LATERAL (
    SELECT array_agg(dated.from_month ORDER BY dated.from_month) AS months,
           array_agg(dated.kind ORDER BY dated.from_month) AS kinds,
           array_agg(dated.subdistrict ORDER BY dated.from_month) AS subdistricts
    FROM producer_attribute AS dated
    WHERE dated.producer_id = producer.id
) AS attribute
ORDER BY page.place, producer.id
