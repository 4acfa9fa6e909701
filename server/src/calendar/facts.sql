-- The business instant, the year's rule, the month's override and the district's exception, one row a report.
-- A fiscal year (BE) begins in October of the year before: three months later, plus 543.
SELECT wanted.district, wanted.month, instant.now,
       (SELECT max(until) FROM exception WHERE exception.district = wanted.district AND exception.month = wanted.month) AS exception_until,
       rule.fiscal_year, rule.opens_day, rule.opens_hour, rule.submit_days_before_end, rule.due_day, rule.closes_day, rule.closes_hour,
       moved.opens_at, moved.submit_from, moved.due_at, moved.closes_at
FROM unnest($1::text[], $2::date[]) AS wanted (district, month)
CROSS JOIN (SELECT business_now() AS now) AS instant
LEFT JOIN fiscal_calendar AS rule ON rule.fiscal_year = extract(year FROM wanted.month + interval '3 months')::int + 543
LEFT JOIN calendar_override AS moved ON moved.month = wanted.month
