-- Per district: by what the year is estimated, the sums of the revision that counts by period, and where the estimate stands. It is
-- withheld from a viewer where so few producers stand behind it that it would be personal.
SELECT district.code AS unit, rule.period, counted.satang, latest.timeliness,
       coalesce(estimate.revisions, 0) > 0 AS sent,
       latest.number IS NULL AND rule.due_on < (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS overdue,
       EXISTS (SELECT FROM receipt
               WHERE receipt.district = latest.district AND receipt.month = estimate.month AND receipt.submission = latest.submission
                 AND receipt.digest = latest.digest AND receipt.agrees) AS received,
       coalesce(NOT district.code LIKE ANY (asked.known) AND counted.estimated < (SELECT fewest_producers FROM disclosure), false) AS withheld
FROM (VALUES ($1::text[], $2::date, $3::date, $4::text[], $5::int)) AS asked (places, first, last, known, fiscal_year)
JOIN area AS district ON length(district.code) = 4 AND district.code LIKE ANY (asked.places)
    AND district.valid_from <= asked.last AND (district.valid_until IS NULL OR district.valid_until >= asked.first)
LEFT JOIN estimate_rule AS rule ON rule.fiscal_year = asked.fiscal_year
LEFT JOIN estimate ON estimate.district = district.code AND estimate.fiscal_year = asked.fiscal_year
LEFT JOIN estimate_revision AS counted
    ON counted.district = estimate.district AND counted.fiscal_year = estimate.fiscal_year AND counted.number = estimate.accepted
LEFT JOIN estimate_revision AS latest
    ON latest.district = estimate.district AND latest.fiscal_year = estimate.fiscal_year AND latest.number = estimate.revisions - 1
