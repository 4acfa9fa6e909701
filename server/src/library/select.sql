SELECT document.code, document.fiscal_year, document.kind, document.title_th, document.title_en, document.link, document.published_at
FROM library_document AS document
