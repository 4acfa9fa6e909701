-- The same sums as the write path keeps, by the kind each producer has in the month.
INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
SELECT false, cell.district, cell.month, member.kind, cell.category, cell.channel, sum(cell.amount * 100)::bigint, count(*)
FROM report
CROSS JOIN LATERAL active_producer(report.district, report.month) AS member
JOIN cell ON cell.district = report.district AND cell.month = report.month AND cell.producer_id = member.producer_id
WHERE report.district = $1 AND report.month >= $2 AND report.status IN ('DRAFT', 'RETURNED') AND NOT cell.deleted
GROUP BY cell.district, cell.month, member.kind, cell.category, cell.channel
