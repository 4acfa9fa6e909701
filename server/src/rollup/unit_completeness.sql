SELECT coalesce(producer, subdistrict) AS unit,
       count(*)::int AS roster,
       (count(*) FILTER (WHERE state IN ('COMPLETE', 'NO_SALES')))::int AS reported,
       (count(*) FILTER (WHERE state = 'NOT_OBTAINED'))::int AS not_obtained
FROM standing
GROUP BY GROUPING SETS ((subdistrict), (producer))
