WITH given AS (SELECT $1::text AS source)
INSERT INTO holiday (day, name_th, name_en, source)
SELECT holiday.day, holiday.name_th, holiday.name_en, given.source
FROM given CROSS JOIN unnest($2::date[], $3::text[], $4::text[]) AS holiday (day, name_th, name_en)
