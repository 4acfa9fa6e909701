-- Every figure that is not removed, with the kind and subdistrict its producer had in that month.
figure AS MATERIALIZED (
    SELECT cell.district, cell.month, cell.producer_id, cell.category, cell.channel, cell.amount,
           coalesce(roster_now.kind, dated.kind) AS kind, coalesce(roster_now.subdistrict, dated.subdistrict) AS subdistrict
    FROM cell
    LEFT JOIN roster_now USING (district, month, producer_id)
    LEFT JOIN LATERAL (
        SELECT kind, subdistrict FROM producer_attribute
        WHERE producer_id = cell.producer_id
        ORDER BY from_month <= cell.month DESC, abs(from_month - cell.month) LIMIT 1
    ) AS dated ON roster_now.kind IS NULL
    WHERE NOT cell.deleted
)
