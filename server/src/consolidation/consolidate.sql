-- One consolidation from the reports as they are behind their locks: the next number, or 0 for a draft. The digest is taken of one line a district:
-- `otop-consolidation 1`, month, number, then `D⇥code⇥STATUS⇥version⇥satang⇥unconfirmed satang⇥TIMELINESS`, absent values empty.
WITH asked AS (
    SELECT $1::date AS month, $2::timestamptz AS now, $3::uuid AS person, $4::boolean AS draft
), latest AS (
    SELECT max(consolidation.number) AS number, CASE WHEN asked.draft THEN 0 ELSE coalesce(max(consolidation.number) + 1, 1) END AS next
    FROM asked LEFT JOIN consolidation USING (month)
    GROUP BY asked.draft
), line AS MATERIALIZED (
    SELECT report.district, report.status, report.live_satang,
           nullif(report.confirmed_version, 0) AS version,
           CASE WHEN report.confirmed_version > 0 THEN report.confirmed_satang END AS confirmed,
           CASE WHEN report.status <> 'CONFIRMED'
                 AND EXISTS (SELECT FROM sheet WHERE sheet.district = report.district AND sheet.month = report.month)
                THEN report.live_satang END AS unconfirmed,
           coalesce(kept.timeliness, 'NOT_CONFIRMED') AS timeliness,
           before.confirmed_satang AS before
    FROM asked JOIN report USING (month)
    LEFT JOIN confirmed_version AS kept
        ON kept.district = report.district AND kept.month = report.month AND kept.number = report.confirmed_version
    LEFT JOIN consolidation_district AS before
        ON before.month = report.month AND before.number = (SELECT number FROM latest) AND before.district = report.district
), summed AS (
    SELECT coalesce(sum(line.confirmed), 0)::bigint AS official, coalesce(sum(line.live_satang), 0)::bigint AS information,
           coalesce(string_agg(concat(array_to_string(ARRAY['D', line.district, line.status, line.version::text, line.confirmed::text,
                                                            line.unconfirmed::text, line.timeliness], E'\t', ''), E'\n'),
                               '' ORDER BY line.district), '') AS lines
    FROM line
), made AS (
    INSERT INTO consolidation (month, number, official_satang, information_satang, digest, consolidated_at, consolidated_by)
    SELECT asked.month, latest.next, summed.official, summed.information,
           encode(sha256(convert_to(concat(E'otop-consolidation 1\n', to_char(asked.month, 'YYYY-MM'), E'\n',
                                           latest.next, E'\n', summed.lines), 'UTF8')), 'hex'),
           asked.now, asked.person
    FROM asked CROSS JOIN latest CROSS JOIN summed
    RETURNING month, number
)
INSERT INTO consolidation_district (month, number, district, status, confirmed_version, confirmed_satang, unconfirmed_satang,
                                    timeliness, difference_satang)
SELECT made.month, made.number, line.district, line.status, line.version, line.confirmed, line.unconfirmed, line.timeliness,
       CASE WHEN made.number > 1 THEN coalesce(line.confirmed, 0) - coalesce(line.before, 0) END
FROM made CROSS JOIN line
