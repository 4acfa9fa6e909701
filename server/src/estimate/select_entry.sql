SELECT estimate_cell.district, estimate_cell.producer_id, estimate_cell.fiscal_year, estimate_cell.period, estimate_cell.amount,
       estimate_cell.note, estimate_cell.version, estimate_cell.deleted, estimate_cell.changed_at, person.name AS changed_by
FROM estimate_cell LEFT JOIN person ON person.id = estimate_cell.changed_by
