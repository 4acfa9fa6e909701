-- Whether a demonstration was filled, and whether somebody works here.
SELECT EXISTS (SELECT FROM import_source WHERE name = $1) AS filled,
       (SELECT count(*) FROM (SELECT FROM person UNION ALL SELECT FROM producer LIMIT 1) AS anybody) AS strangers
