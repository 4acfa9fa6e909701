-- Which reports have figures, or are further than a draft.
SELECT report.district, report.month,
       report.status <> 'DRAFT' OR report.confirmed_version > 0
           OR EXISTS (SELECT FROM sheet WHERE sheet.district = report.district AND sheet.month = report.month) AS touched
FROM report JOIN unnest($1::text[], $2::date[]) AS wanted (district, month) USING (district, month)
