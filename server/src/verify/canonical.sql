-- The canonical bytes of reports: $1 district and $2 month choose one, absent they choose all that are locked.
-- Lines in byte order of producer id (a UUID's text sorts as its bytes), the producer before its cells.
chosen AS (
    SELECT district, month FROM report
    WHERE CASE WHEN $1::text IS NULL THEN status NOT IN ('DRAFT', 'RETURNED') ELSE district = $1 AND month = $2::date END
), line AS (
    SELECT district, month, roster_now.producer_id::text AS id, '' AS category, '' AS channel,
           concat_ws(E'\t', 'P', roster_now.producer_id, roster_now.kind, roster_now.subdistrict, coalesce(sheet.state, 'NONE'),
                     translate(coalesce(sheet.reason, ''), E'\t\n\r', '   ')) AS text
    FROM (
        SELECT district, month, producer_id, kind, subdistrict FROM roster_now
        UNION
        SELECT district, month, producer_id, kind, subdistrict FROM figure
    ) AS roster_now
    JOIN chosen USING (district, month)
    LEFT JOIN sheet USING (district, month, producer_id)
    UNION ALL
    SELECT district, month, figure.producer_id::text, figure.category, figure.channel,
           concat_ws(E'\t', 'C', figure.producer_id, figure.category, figure.channel, figure.amount)
    FROM figure JOIN chosen USING (district, month)
), canonical AS (
    SELECT chosen.district, chosen.month,
           convert_to(concat(E'otop-report 1\n', chosen.district, E'\n', to_char(chosen.month, 'YYYY-MM'), E'\n',
               string_agg(line.text || E'\n', '' ORDER BY line.id COLLATE "C", line.category COLLATE "C", line.channel COLLATE "C")
           ), 'UTF8') AS bytes
    FROM chosen LEFT JOIN line USING (district, month)
    GROUP BY chosen.district, chosen.month
)
