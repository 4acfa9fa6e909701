-- I2: the versions of a figure of an estimate are 1 … n: each made by one applied operation.
WITH made AS (
    SELECT estimate.district, estimate.fiscal_year, operation.producer_id, operation.channel,
           count(*) AS operations, count(DISTINCT operation.version) AS versions, max(operation.version) AS last
    FROM operation JOIN estimate USING (district, month)
    WHERE operation.outcome = 'APPLIED' AND operation.category = 'ESTIMATE'
    GROUP BY 1, 2, 3, 4
)
SELECT 'estimate' AS what, concat_ws('|', figure.producer_id, figure.fiscal_year, figure.period) AS place,
       concat('versions 1 to ', figure.version) AS expected,
       concat(coalesce(made.operations, 0), ' operations of ', coalesce(made.versions, 0), ' versions to ', made.last) AS found
FROM estimate_cell AS figure
LEFT JOIN made ON made.district = figure.district AND made.fiscal_year = figure.fiscal_year
    AND made.producer_id = figure.producer_id AND made.channel = figure.period::text
WHERE (made.operations, made.versions, made.last) IS DISTINCT FROM (figure.version::bigint, figure.version::bigint, figure.version)
