WITH asked AS (
    SELECT unnest($1::text[]) AS district
), waiting AS (
    SELECT district, 1 AS conflicts, 0 AS rejections, 0 AS held FROM conflict JOIN asked USING (district) WHERE resolved_at IS NULL
    UNION ALL
    SELECT district, 0, 1, 0 FROM rejection JOIN asked USING (district) WHERE acknowledged_at IS NULL
    UNION ALL
    SELECT district, 0, 0, 1 FROM held_attempt JOIN asked USING (district) WHERE ended_at IS NULL
)
SELECT district, sum(conflicts) AS conflicts, sum(rejections) AS rejections, sum(held) AS held FROM waiting GROUP BY district
