-- Cell ?1 as the person sees it, by its keys alone: `cell_now` for one cell, without reading all the others.
WITH top AS (SELECT * FROM over_cell WHERE target = ?1 ORDER BY device_seq DESC LIMIT 1)
SELECT amount AS amount, change ->> '$.cell.note' AS note FROM top WHERE amount IS NOT NULL
UNION ALL
SELECT amount, note FROM mirror_entry WHERE id = ?1 AND NOT deleted AND NOT EXISTS (SELECT 1 FROM top);
