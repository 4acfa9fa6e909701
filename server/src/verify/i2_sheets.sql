-- I2: the versions of a sheet. Beside its own operations, an operation on one of its cells may create or reopen it.
WITH made AS (
    SELECT district, month, producer_id,
           count(*) FILTER (WHERE category IS NULL) AS operations, count(DISTINCT version) FILTER (WHERE category IS NULL) AS versions,
           count(*) FILTER (WHERE category IS NOT NULL) AS cells, max(version) FILTER (WHERE category IS NULL) AS last
    FROM operation
    WHERE outcome = 'APPLIED' AND (category IS NOT NULL OR state IS NOT NULL)
    GROUP BY district, month, producer_id
), counted AS (
    SELECT sheet.*, (sheet.source IS NOT NULL)::int AS loaded, coalesce(made.operations, 0) AS operations,
           coalesce(made.versions, 0) AS versions, coalesce(made.cells, 0) AS cells, made.last
    FROM sheet LEFT JOIN made USING (district, month, producer_id)
)
SELECT 'sheet' AS what, concat_ws('|', producer_id, to_char(month, 'YYYY-MM')) AS place,
       concat('versions 1 to ', version) AS expected,
       concat(loaded, ' loaded, ', operations, ' operations of ', versions, ' versions to ', last, ', ', cells, ' of cells') AS found
FROM counted
WHERE versions <> operations OR last > version OR version < operations + loaded OR version > operations + loaded + cells
