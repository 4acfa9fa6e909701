SELECT coalesce(producer, subdistrict) AS unit,
       count(*)::int AS roster,
       (count(*) FILTER (WHERE state IN ('COMPLETE', 'NO_SALES')))::int AS reported,
       (count(*) FILTER (WHERE state = 'NOT_OBTAINED'))::int AS not_obtained,
       (count(*) FILTER (WHERE evidenced))::int AS evidenced,
       (count(*) FILTER (WHERE checked))::int AS spot_checked,
       (count(*) FILTER (WHERE disagrees))::int AS disagreeing
FROM standing
GROUP BY GROUPING SETS ((subdistrict), (producer))
