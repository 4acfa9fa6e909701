-- The account's door is as new; the address's forgets the attempt.
WITH given AS (SELECT $1::text AS narrow, $2::text AS wide), forgotten AS (
    DELETE FROM sign_in_door USING given WHERE key = given.narrow
)
UPDATE sign_in_door SET attempts = greatest(attempts - 1, 0) FROM given WHERE key = given.wide
