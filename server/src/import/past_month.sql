INSERT INTO past_month (district, month, satang, producers, source)
SELECT line.district, line.month, line.satang, line.producers, asked.source
FROM unnest($1::text[], $2::date[], $3::bigint[], $4::int[]) AS line (district, month, satang, producers)
CROSS JOIN (VALUES ($5::int)) AS asked (source)
