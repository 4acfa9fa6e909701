-- Events after a position, no further than the oldest running transaction: a sequence is not commit order. Events of former lives
-- were all committed in them; their transaction ids say nothing here.
-- What concerns an area is what happened in it, and what happened to a place above it (a moved calendar, a new name).
SELECT generation, tx::text::bigint AS tx, seq, area, month, kind, at, body
FROM event
WHERE (generation, tx, seq) > ($1, $2::xid8, $3)
  AND (generation < (SELECT deployment.generation FROM deployment) OR tx < pg_snapshot_xmin(pg_current_snapshot()))
  AND EXISTS (
      SELECT FROM unnest($4::text[]) AS scope (prefix)
      WHERE starts_with(event.area, scope.prefix)
         OR event.month IS NULL AND (event.area = 'TH' OR starts_with(scope.prefix, event.area))
  )
ORDER BY generation, tx, seq
LIMIT $5
