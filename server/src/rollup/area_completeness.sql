-- Per district: producers on the roster and reported, and how many reports stand where, over the months that have opened.
-- Confirmed: the producers are those of the last confirmed versions, and a report never confirmed is missing.
SELECT report.district AS unit,
       coalesce(sum(CASE WHEN asked.confirmed THEN version.roster_size ELSE report.roster_size END), 0)::int AS roster,
       coalesce(sum(CASE WHEN asked.confirmed THEN version.reported ELSE report.reported END), 0)::int AS reported,
       coalesce(sum(CASE WHEN asked.confirmed THEN version.not_obtained ELSE report.not_obtained END), 0)::int AS not_obtained,
       coalesce(bool_or(CASE WHEN asked.confirmed THEN version.number IS NULL
                             ELSE report.reported < report.roster_size END), false) AS incomplete,
       coalesce(sum(report.evidenced), 0)::int AS evidenced,
       coalesce(sum(report.spot_checked), 0)::int AS spot_checked,
       coalesce(sum(report.disagreeing), 0)::int AS disagreeing,
       count(report.status)::int AS expected,
       (count(*) FILTER (WHERE report.status = 'DRAFT'))::int AS draft,
       (count(*) FILTER (WHERE report.status = 'SUBMITTED'))::int AS submitted,
       (count(*) FILTER (WHERE report.status = 'CERTIFIED'))::int AS certified,
       (count(*) FILTER (WHERE report.status = 'SIGNED'))::int AS signed,
       (count(*) FILTER (WHERE report.status = 'CONFIRMED'))::int AS confirmed,
       (count(*) FILTER (WHERE report.status = 'RETURNED'))::int AS returned,
       count(report.import_source)::int AS imported,
       (count(*) FILTER (WHERE report.roster_size < (SELECT fewest_producers FROM disclosure)
                           AND NOT report.district LIKE ANY (asked.known)))::int AS withheld
FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[], $6::text[]))
    AS asked (places, first, last, confirmed, drafts, known)
JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    AND (report.status <> 'DRAFT' OR report.district LIKE ANY (asked.drafts))
LEFT JOIN confirmed_version AS version
    ON asked.confirmed AND version.district = report.district AND version.month = report.month
    AND version.number = report.confirmed_version
GROUP BY report.district
