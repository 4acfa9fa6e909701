-- Who answers for each report: those active in its month, with their kind and subdistrict then.
SELECT wanted.district, wanted.month, member.producer_id, member.kind, member.subdistrict
FROM unnest($1::text[], $2::date[]) AS wanted (district, month)
CROSS JOIN LATERAL active_producer(wanted.district, wanted.month) AS member
