-- Districts of an area whose month was never confirmed, and of whose report the book does not say yet that they were reminded so of this
-- deadline. The book is also what keeps two nodes from saying it twice.
SELECT report.district AS code
FROM (SELECT $1::date AS month, $2::text AS place, $3::text AS kind, $4::timestamptz AS due_at) AS asked
JOIN report ON report.month = asked.month AND report.district LIKE asked.place AND report.confirmed_version = 0
WHERE NOT EXISTS (
    SELECT FROM event
    WHERE event.area = report.district AND event.month = report.month AND event.kind = asked.kind
      AND (event.body::json ->> 'until')::timestamptz = asked.due_at
)
