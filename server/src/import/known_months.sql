-- Those of the months asked about that are confirmed, or were imported as a whole before.
SELECT asked.district, asked.month
FROM unnest($1::text[], $2::date[]) AS asked (district, month)
WHERE EXISTS (SELECT FROM report WHERE report.district = asked.district AND report.month = asked.month AND report.confirmed_version > 0)
   OR EXISTS (SELECT FROM past_month WHERE past_month.district = asked.district AND past_month.month = asked.month)
