-- Deltas in satang; a row that comes to nothing stays, at zero.
INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
SELECT false, * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::int[])
ON CONFLICT (confirmed, district, month, kind, category, channel) DO UPDATE
SET satang = rollup.satang + excluded.satang, cells = rollup.cells + excluded.cells
