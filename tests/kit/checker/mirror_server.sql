-- What the server's tables say of a district, in the words of mirror_laptop.sql.
SELECT concat_ws('|', 'figure', producer_id, to_char(month, 'YYYY-MM'), category, channel, amount, note, 'version', version, deleted::int) AS line
FROM cell WHERE district = '$district'
UNION ALL
SELECT concat_ws('|', 'sheet', producer_id, to_char(month, 'YYYY-MM'), state, reason, given_by, given_on, note, 'version', version)
FROM sheet WHERE district = '$district'
UNION ALL
SELECT concat_ws('|', 'producer', id, district, registration_number, name, 'version', version)
FROM producer WHERE district = '$district'
UNION ALL
SELECT concat_ws('|', 'report', concat(district, ':', to_char(month, 'YYYY-MM')), status)
FROM report WHERE district = '$district'
UNION ALL
SELECT concat_ws('|', 'conflict', id, operation_id, master_amount, offered_amount, master_state, offered_state)
FROM conflict WHERE district = '$district' AND resolved_at IS NULL
UNION ALL
SELECT concat_ws('|', 'refusal', operation_id)
FROM rejection WHERE district = '$district' AND acknowledged_at IS NULL
