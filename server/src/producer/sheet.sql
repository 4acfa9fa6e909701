JOIN report USING (district, month)
JOIN (VALUES ($1::uuid[], $2::date, $3::date, $4::text[])) AS asked (producers, first, last, drafts)
    ON producer_id = ANY (asked.producers) AND month BETWEEN asked.first AND asked.last
WHERE report.status <> 'DRAFT' OR district LIKE ANY (asked.drafts)
ORDER BY producer_id, month
