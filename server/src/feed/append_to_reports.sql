-- One event each behind the last of their reports' chains; the row locks on the reports are held by the caller.
WITH given AS (
    SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[]) WITH ORDINALITY
        AS given (area, month, kind, at, person_id, body, place)
), link AS (
    SELECT given.*, report.chain_length + 1 AS index, report.chain_head AS previous,
           sha256(report.chain_head || convert_to(given.body, 'UTF8')) AS hash
    FROM given JOIN report ON report.district = given.area AND report.month = given.month
), moved AS (
    UPDATE report
    SET chain_length = link.index, chain_head = link.hash, version = report.version + 1, changed_at = link.at
    FROM link
    WHERE report.district = link.area AND report.month = link.month
), written AS (
    INSERT INTO event (generation, area, month, kind, at, person_id, body, chain_index, previous_hash, hash)
    SELECT deployment.generation, link.area, link.month, link.kind, link.at, link.person_id, link.body, link.index, link.previous, link.hash
    FROM link, deployment
    ORDER BY link.place
    RETURNING tx::text::bigint AS tx
)
SELECT count(*) AS events, coalesce(max(tx), 0) AS tx FROM written
