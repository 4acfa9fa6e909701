SELECT district, producer_id, month, sheet.state, sheet.reason, sheet.given_by, sheet.given_on, sheet.note, sheet.copied,
       sheet.version, sheet.changed_at, person.name AS changed_by, sheet.source IS NOT NULL AS imported
FROM sheet LEFT JOIN person ON person.id = sheet.changed_by
