UPDATE report
SET live_satang = report.live_satang + delta.satang,
    reported = report.reported + delta.reported,
    not_obtained = report.not_obtained + delta.not_obtained
FROM unnest($1::text[], $2::date[], $3::bigint[], $4::int[], $5::int[]) AS delta (district, month, satang, reported, not_obtained)
WHERE report.district = delta.district AND report.month = delta.month
