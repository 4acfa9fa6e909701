-- One exception a district.
WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::text[]) AS given (id, district)
)
INSERT INTO exception (id, district, month, until, reopen, reason, granted_by, granted_at)
SELECT given.id, given.district, $3, $4, $5, $6, $7, $8
FROM given
