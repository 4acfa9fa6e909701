-- I4: the digest of a frozen base is that of its lines; revisions of bases and targets are 0 … n without a gap; what the department or a
-- province froze and set stands in the chain as often as in the tables.
WITH line AS (
    SELECT fiscal_year, revision, string_agg(
        concat_ws(E'\t', 'B', district, to_char(month, 'YYYY-MM'), to_char(satang / 100.0, 'FM9999999999999990.00'), source) || E'\n',
        '' ORDER BY district COLLATE "C", month) AS lines
    FROM base_month GROUP BY fiscal_year, revision
), recomputed AS (
    SELECT base.fiscal_year, base.revision, base.digest, encode(sha256(convert_to(
        concat(E'otop-base 1\n', base.fiscal_year, E'\n', base.base_policy, E'\n', base.cohort_until, E'\n', line.lines), 'UTF8')), 'hex') AS now
    FROM base_revision AS base LEFT JOIN line USING (fiscal_year, revision)
), revised AS (
    SELECT 'base' AS what, fiscal_year::text AS place, count(*) AS revisions, max(revision) AS latest FROM base_revision GROUP BY fiscal_year
    UNION ALL
    SELECT 'target', concat(area, ' ', fiscal_year, '/', round), count(*), max(revision) FROM target GROUP BY area, fiscal_year, round
), told AS (
    SELECT 'base' AS what, 'TH' AS place, (SELECT count(*) FROM base_revision WHERE frozen_by IS NOT NULL) AS kept,
           (SELECT count(*) FROM event WHERE event.kind = 'BASE_FROZEN' AND event.area = 'TH' AND EXISTS (
                SELECT FROM base_revision WHERE base_revision.digest = event.body::json ->> 'digest')) AS said
    UNION ALL
    SELECT 'target', coalesce(target.area, event.area), coalesce(target.kept, 0), coalesce(event.said, 0)
    FROM (SELECT area, count(*) AS kept FROM target WHERE set_by IS NOT NULL GROUP BY area) AS target
    FULL JOIN (SELECT area, count(*) AS said FROM event WHERE kind = 'TARGET_SET' GROUP BY area) AS event USING (area)
)
SELECT 'base digest' AS what, concat(fiscal_year, ' revision ', revision) AS place, now AS expected, digest AS found
FROM recomputed WHERE digest <> now
UNION ALL
SELECT concat(what, ' revisions'), place, concat(latest + 1), concat(revisions) FROM revised WHERE revisions <> latest + 1
UNION ALL
SELECT concat(what, ' events'), place, concat(kept), concat(said) FROM told WHERE kept <> said
