INSERT INTO library_document (code, fiscal_year, kind, title_th, title_en, link, body, published_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (code) DO UPDATE
SET fiscal_year = excluded.fiscal_year, kind = excluded.kind, title_th = excluded.title_th, title_en = excluded.title_en,
    link = excluded.link, body = excluded.body, published_at = excluded.published_at, published_by = excluded.published_by,
    withdrawn_at = NULL
