UPDATE report
SET live_satang = live_satang + delta.satang, reported = reported + delta.reported, not_obtained = not_obtained + delta.not_obtained
FROM unnest($1::text[], $2::date[], $3::bigint[], $4::int[], $5::int[]) AS delta (district, month, satang, reported, not_obtained)
WHERE report.district = delta.district AND report.month = delta.month
