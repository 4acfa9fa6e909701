-- What is known of a digest: whether it is confirmed, which version it is, whether it holds. Nothing here tells whose it is.
-- Figures that were confirmed, changed and confirmed again as they were have one digest and two versions: what holds counts.
WITH asked AS (
    SELECT $1::text AS digest
), known AS (
    SELECT confirmed_version.number, confirmed_version.number = report.confirmed_version AS holds, true AS confirmed
    FROM asked JOIN confirmed_version USING (digest) JOIN report USING (district, month)
    UNION ALL
    SELECT consolidation.number, consolidation.number > 0 AND NOT EXISTS (
               SELECT FROM consolidation AS later WHERE later.month = consolidation.month AND later.number > consolidation.number
           ), consolidation.number > 0
    FROM asked JOIN consolidation USING (digest)
    UNION ALL
    SELECT sent.number, sent.number = estimate.accepted OR NOT EXISTS (
               SELECT FROM estimate_revision AS later
               WHERE (later.district, later.fiscal_year) = (sent.district, sent.fiscal_year) AND later.number > sent.number
           ), true
    FROM asked JOIN estimate_revision AS sent USING (digest) JOIN estimate USING (district, fiscal_year)
    UNION ALL
    SELECT NULL, true, false FROM asked JOIN report USING (digest)
    UNION ALL
    SELECT NULL, true, false FROM asked JOIN estimate USING (digest)
    UNION ALL
    SELECT NULL, false, false FROM asked JOIN certificate USING (digest)
    UNION ALL
    SELECT NULL, false, false FROM asked JOIN signature USING (digest)
)
SELECT number, holds, confirmed FROM known ORDER BY confirmed DESC, holds DESC, number DESC NULLS LAST LIMIT 1
