-- I7: no figure changed while its month was closed: each applied operation lies in its month's window (days and hours of
-- the fiscal year in Bangkok, moved by an override), or in an exception of its district.
-- Those of a year's estimate lie in its own window, which may be moved later: that is asked of months only.
WITH window_of AS (
    SELECT months.month,
           coalesce(moved.opens_at, ((months.month + (rule.opens_day - 1)) + make_interval(hours => rule.opens_hour)) AT TIME ZONE 'Asia/Bangkok') AS opens_at,
           coalesce(moved.closes_at, ((months.month + interval '1 month')::date + (rule.closes_day - 1) + make_interval(hours => rule.closes_hour)) AT TIME ZONE 'Asia/Bangkok') AS closes_at
    FROM (SELECT DISTINCT month FROM operation WHERE extract(day FROM month) = 1) AS months
    LEFT JOIN fiscal_calendar AS rule
           ON rule.fiscal_year = extract(year FROM months.month + interval '3 months')::int + 543
    LEFT JOIN calendar_override AS moved ON moved.month = months.month
)
SELECT 'operation' AS what, concat_ws(' ', operation.id, operation.district, to_char(operation.month, 'YYYY-MM')) AS place,
       concat('from ', window_of.opens_at, ' until ', window_of.closes_at) AS expected, operation.received_at::text AS found
FROM operation JOIN window_of USING (month)
WHERE operation.outcome = 'APPLIED' AND (operation.category IS NOT NULL OR operation.state IS NOT NULL)
  AND (operation.received_at >= window_of.opens_at AND operation.received_at < window_of.closes_at) IS NOT TRUE
  AND NOT EXISTS (
      SELECT FROM exception
      WHERE exception.district = operation.district AND exception.month = operation.month
        AND operation.received_at >= exception.granted_at AND operation.received_at < exception.until
  )
