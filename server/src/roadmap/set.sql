INSERT INTO milestone (id, fiscal_year, area, level, title_th, title_en, due_on, act, set_at, set_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE
SET level = excluded.level, title_th = excluded.title_th, title_en = excluded.title_en, due_on = excluded.due_on, act = excluded.act,
    set_at = excluded.set_at, set_by = excluded.set_by
