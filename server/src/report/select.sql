-- One row a wanted report of a district that exists; what nobody touched yet is an untouched draft. `time` is facts.sql.
SELECT time.*,
       coalesce(report.status, 'DRAFT') AS status, coalesce(report.version, 0) AS version, coalesce(report.submission, 0) AS submission,
       report.digest AS fixed, encode(coalesce(report.chain_head, decode(repeat('00', 32), 'hex')), 'hex') AS audit_head,
       coalesce(report.roster_size, (SELECT count(*)::int FROM active_producer(time.district, time.month))) AS roster_size,
       coalesce(report.reported, 0) AS reported, coalesce(report.not_obtained, 0) AS not_obtained,
       coalesce(report.live_satang, 0) AS live_satang,
       coalesce(report.confirmed_version, 0) AS confirmed_version, coalesce(report.confirmed_satang, 0) AS confirmed_satang,
       report.meeting, report.remark, report.quorum, report.submitted_at, submitter.name AS submitted_by,
       report.import_source IS NOT NULL AS imported, source.name AS import_source,
       coalesce(confirmed.timeliness, 'NOT_CONFIRMED') AS timeliness,
       (SELECT fewest_producers FROM disclosure) AS fewest_producers
FROM time
JOIN area ON area.code = time.district AND length(area.code) = 4
LEFT JOIN report ON report.district = time.district AND report.month = time.month
LEFT JOIN person AS submitter ON submitter.id = report.submitted_by
LEFT JOIN import_source AS source ON source.id = report.import_source
LEFT JOIN confirmed_version AS confirmed
    ON confirmed.district = report.district AND confirmed.month = report.month AND confirmed.number = report.confirmed_version
ORDER BY time.district, time.month
