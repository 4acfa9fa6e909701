SELECT district, producer_id, month, cell.category, cell.channel, cell.amount, cell.note,
       cell.version, cell.deleted, cell.changed_at, person.name AS changed_by
FROM cell LEFT JOIN person ON person.id = cell.changed_by
