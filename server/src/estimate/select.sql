-- One row a wanted estimate of a district that exists; what nobody touched yet is an untouched draft. `time` is facts.sql.
SELECT time.*, coalesce(estimate.status, 'DRAFT') AS status, coalesce(estimate.version, 0) AS version,
       coalesce(estimate.submission, 0) AS submission, estimate.digest AS fixed, estimate.quorum, estimate.meeting, estimate.remark,
       estimate.submitted_at, submitter.name AS submitted_by, coalesce(estimate.live_satang, '{}') AS live_satang,
       coalesce(estimate.estimated, 0) AS estimated, coalesce(estimate.revisions, 0) AS revisions, coalesce(estimate.accepted, 0) AS accepted,
       counted.satang AS counted_satang, counted.estimated AS counted_estimated, latest.timeliness,
       (SELECT fewest_producers FROM disclosure) AS fewest_producers
FROM time
JOIN area ON area.code = time.district AND length(area.code) = 4
LEFT JOIN estimate ON estimate.district = time.district AND estimate.fiscal_year = time.fiscal_year
LEFT JOIN person AS submitter ON submitter.id = estimate.submitted_by
LEFT JOIN estimate_revision AS counted
    ON counted.district = estimate.district AND counted.fiscal_year = estimate.fiscal_year AND counted.number = estimate.accepted
LEFT JOIN estimate_revision AS latest
    ON latest.district = estimate.district AND latest.fiscal_year = estimate.fiscal_year AND latest.number = estimate.revisions - 1
ORDER BY time.district, time.fiscal_year
