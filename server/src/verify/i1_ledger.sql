-- I1: what was answered APPLIED is what stands there, unless a later version replaced it.
SELECT 'cell' AS what, concat_ws('|', operation.producer_id, to_char(operation.month, 'YYYY-MM'), operation.category, operation.channel) AS place,
       concat_ws(' ', 'version', operation.version, coalesce(operation.amount::text, 'removed')) AS expected,
       CASE WHEN cell.version IS NULL THEN 'no such cell'
            ELSE concat_ws(' ', 'version', cell.version, CASE WHEN cell.deleted THEN 'removed' ELSE cell.amount::text END) END AS found
FROM operation
LEFT JOIN cell USING (district, month, producer_id, category, channel)
WHERE operation.outcome = 'APPLIED' AND operation.category IS NOT NULL AND operation.category <> 'ESTIMATE'
  AND (cell.version IS NULL OR cell.version < operation.version
       OR (cell.version = operation.version
           AND (CASE WHEN cell.deleted THEN NULL ELSE cell.amount END) IS DISTINCT FROM operation.amount))
UNION ALL
SELECT 'sheet', concat_ws('|', operation.producer_id, to_char(operation.month, 'YYYY-MM')),
       concat_ws(' ', 'version', operation.version, operation.state),
       CASE WHEN sheet.version IS NULL THEN 'no such sheet' ELSE concat_ws(' ', 'version', sheet.version, sheet.state) END
FROM operation
LEFT JOIN sheet USING (district, month, producer_id)
WHERE operation.outcome = 'APPLIED' AND operation.category IS NULL AND operation.state IS NOT NULL
  AND (sheet.version IS NULL OR sheet.version < operation.version
       OR (sheet.version = operation.version AND sheet.state <> operation.state))
UNION ALL
SELECT 'estimate', concat_ws('|', operation.producer_id, estimate.fiscal_year, operation.channel),
       concat_ws(' ', 'version', operation.version, coalesce(operation.amount::text, 'removed')),
       CASE WHEN figure.version IS NULL THEN 'no such figure'
            ELSE concat_ws(' ', 'version', figure.version, CASE WHEN figure.deleted THEN 'removed' ELSE figure.amount::text END) END
FROM operation
LEFT JOIN estimate USING (district, month)
LEFT JOIN estimate_cell AS figure ON figure.district = estimate.district AND figure.fiscal_year = estimate.fiscal_year
    AND figure.producer_id = operation.producer_id AND figure.period::text = operation.channel
WHERE operation.outcome = 'APPLIED' AND operation.category = 'ESTIMATE'
  AND (figure.version IS NULL OR figure.version < operation.version
       OR (figure.version = operation.version
           AND (CASE WHEN figure.deleted THEN NULL ELSE figure.amount END) IS DISTINCT FROM operation.amount))
