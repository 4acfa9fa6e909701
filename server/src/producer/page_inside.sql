, page AS (
    SELECT ranked.place, ranked.id
    FROM (SELECT inside.place, inside.id, row_number() OVER (PARTITION BY inside.place ORDER BY inside.id) AS number
          FROM inside WHERE inside.id > $3) AS ranked
    WHERE ranked.number <= $4
)
