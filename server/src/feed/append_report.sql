-- One event behind the last of its report's chain; the row lock on the report is held by the caller.
WITH given AS (
    SELECT $1::text AS area, $2::date AS month, $3::text AS kind, $4::timestamptz AS at, $5::uuid AS person_id, $6::text AS body
), link AS (
    SELECT report.chain_length + 1 AS index, report.chain_head AS previous,
           sha256(report.chain_head || convert_to(given.body, 'UTF8')) AS hash
    FROM report, given
    WHERE report.district = given.area AND report.month = given.month
), moved AS (
    UPDATE report
    SET chain_length = link.index, chain_head = link.hash, version = report.version + 1, changed_at = given.at
    FROM link, given
    WHERE report.district = given.area AND report.month = given.month
)
INSERT INTO event (generation, area, month, kind, at, person_id, body, chain_index, previous_hash, hash)
SELECT deployment.generation, given.area, given.month, given.kind, given.at, given.person_id, given.body,
       link.index, link.previous, link.hash
FROM given, link, deployment
RETURNING generation, tx::text::bigint AS tx, seq
