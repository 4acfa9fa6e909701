-- I2: the versions of a sheet are 1 … n: each made by one applied operation on it or on one of its cells that opened or
-- reopened it, but for version 1 of a loaded sheet.
WITH made AS (
    SELECT district, month, producer_id,
           count(*) AS operations, count(DISTINCT number) AS versions, min(number) AS first, max(number) AS last
    FROM (
        SELECT district, month, producer_id, CASE WHEN category IS NULL THEN version ELSE sheet_version END AS number
        FROM operation
        WHERE outcome = 'APPLIED' AND (state IS NOT NULL OR made_sheet)
    ) AS numbered
    GROUP BY district, month, producer_id
), counted AS (
    SELECT sheet.*, (sheet.source IS NOT NULL)::int AS loaded, coalesce(made.operations, 0) AS operations,
           coalesce(made.versions, 0) AS versions, made.first, made.last
    FROM sheet LEFT JOIN made USING (district, month, producer_id)
)
SELECT 'sheet' AS what, concat_ws('|', producer_id, to_char(month, 'YYYY-MM')) AS place,
       concat('versions 1 to ', version) AS expected,
       concat(loaded, ' loaded, ', operations, ' operations of ', versions, ' versions from ', first, ' to ', last) AS found
FROM counted
WHERE operations + loaded <> version OR versions <> operations OR coalesce(last, version) <> version OR coalesce(first, loaded + 1) <> loaded + 1
