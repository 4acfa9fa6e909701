-- One cut of a viewer's figures (`side`), in parts of at least so many producers as `disclosure` says. What is added up is judged
-- district by district and month by month, so that no difference of two answers is a part of fewer. A row of `rollup` has one cell
-- of each of its producers: the largest row of a part tells how many there are at least. What is withheld is no smaller than what is
-- shown, or the total would tell it: where a part is withheld, the next smallest goes with it.
WITH part AS (
    SELECT report.district, report.month, asked.digits, report.district LIKE ANY (asked.known) AS known,
           CASE asked.side WHEN 'KIND' THEN rollup.kind WHEN 'CATEGORY' THEN rollup.category ELSE rollup.channel END AS name,
           sum(rollup.satang) AS satang, max(rollup.cells) AS producers
    FROM (VALUES ($1::text[], $2::date, $3::date, $4::boolean, $5::text[], $6::text[], $7::int, $8::text))
        AS asked (places, first, last, confirmed, counted, known, digits, side)
    JOIN report ON report.month BETWEEN asked.first AND asked.last AND report.district LIKE ANY (asked.places)
    JOIN rollup ON rollup.confirmed = asked.confirmed AND rollup.district = report.district AND rollup.month = report.month
    WHERE rollup.cells > 0 AND (asked.confirmed OR report.status <> 'DRAFT' OR report.district LIKE ANY (asked.counted))
      AND (report.roster_size >= (SELECT fewest_producers FROM disclosure) OR report.district LIKE ANY (asked.known))
    GROUP BY 1, 2, 3, 4, 5
), judged AS (
    SELECT left(part.district, part.digits) AS unit, part.name, part.satang,
           row_number() OVER report AS place,
           count(*) FILTER (WHERE NOT part.known AND part.producers < disclosure.fewest_producers) OVER (PARTITION BY district, month) AS few
    FROM part CROSS JOIN disclosure
    WINDOW report AS (PARTITION BY district, month ORDER BY part.producers, part.name)
)
SELECT unit, name, sum(satang)::bigint AS satang
FROM judged
WHERE few = 0 OR place > few + 1
GROUP BY unit, name
