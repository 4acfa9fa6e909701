-- Who stands on each report's roster: the frozen one of a locked report, the active producers of an open one.
-- The kind and subdistrict of a month are those dated last before it, or the earliest there are.
roster_now AS MATERIALIZED (
    SELECT roster.district, roster.month, roster.producer_id, roster.kind, roster.subdistrict
    FROM roster JOIN report USING (district, month)
    WHERE report.status NOT IN ('DRAFT', 'RETURNED')
    UNION ALL
    SELECT report.district, report.month, producer.id, dated.kind, dated.subdistrict
    FROM report
    JOIN producer ON producer.district = report.district AND producer.active_from <= report.month
                 AND coalesce(producer.active_until >= report.month, true)
    CROSS JOIN LATERAL (
        SELECT kind, subdistrict FROM producer_attribute
        WHERE producer_id = producer.id
        ORDER BY from_month <= report.month DESC, abs(from_month - report.month) LIMIT 1
    ) AS dated
    WHERE report.status IN ('DRAFT', 'RETURNED')
)
