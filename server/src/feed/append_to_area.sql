-- One event behind the last of its area's chain, for what belongs to no report; an event of a
-- year's estimate counts it on as well. The upsert takes the chain's lock and
-- sees the newest link even where it had to wait for it.
WITH given AS (
    SELECT $1::text AS area, $2::text AS kind, $3::timestamptz AS at, $4::uuid AS person_id, $5::text AS body,
           $6::int AS fiscal_year
), link AS (
    INSERT INTO area_chain AS chain (area, length, previous, head)
    SELECT given.area, 1, decode(repeat('00', 32), 'hex'),
           sha256(decode(repeat('00', 32), 'hex') || convert_to(given.body, 'UTF8'))
    FROM given
    ON CONFLICT (area) DO UPDATE
        SET length = chain.length + 1,
            previous = chain.head,
            head = sha256(chain.head || convert_to((SELECT given.body FROM given), 'UTF8'))
    RETURNING chain.length AS index, chain.previous, chain.head
), moved AS (
    UPDATE estimate SET version = estimate.version + 1, changed_at = given.at
    FROM given WHERE estimate.district = given.area AND estimate.fiscal_year = given.fiscal_year
)
INSERT INTO event (generation, area, kind, at, person_id, body, chain_index, previous_hash, hash)
SELECT deployment.generation, given.area, given.kind, given.at, given.person_id, given.body,
       link.index, link.previous, link.head
FROM given, link, deployment
RETURNING 1::bigint AS events, tx::text::bigint AS tx
