-- What others took over of person ?1's edits, by whom, when and why.
SELECT person.name AS by, outbox.adoption_reason AS reason, outbox.adopted_at AS at, count(*) AS edits,
       count(*) FILTER (WHERE outbox.state <> 'done' OR outbox.again) AS open
FROM outbox JOIN person ON person.id = outbox.person
WHERE outbox.adopted_from = ?1 AND outbox.person <> ?1
GROUP BY person.name, outbox.adoption_reason, outbox.adopted_at
ORDER BY outbox.adopted_at;
