-- I2: the versions of a cell are 1 … n: each made by one applied operation, but for version 1 of a loaded figure.
WITH made AS (
    SELECT district, month, producer_id, category, channel,
           count(*) AS operations, count(DISTINCT version) AS versions, min(version) AS first, max(version) AS last
    FROM operation
    WHERE outcome = 'APPLIED' AND category IS NOT NULL
    GROUP BY district, month, producer_id, category, channel
), counted AS (
    SELECT cell.*, (cell.source IS NOT NULL)::int AS loaded, coalesce(made.operations, 0) AS operations,
           coalesce(made.versions, 0) AS versions, made.first, made.last
    FROM cell LEFT JOIN made USING (district, month, producer_id, category, channel)
)
SELECT 'cell' AS what, concat_ws('|', producer_id, to_char(month, 'YYYY-MM'), category, channel) AS place,
       concat('versions 1 to ', version) AS expected,
       concat(loaded, ' loaded, ', operations, ' operations of ', versions, ' versions from ', first, ' to ', last) AS found
FROM counted
WHERE operations + loaded <> version OR versions <> operations OR coalesce(last, version) <> version OR coalesce(first, loaded + 1) <> loaded + 1
