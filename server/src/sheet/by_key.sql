JOIN unnest($1::text[], $2::date[], $3::uuid[]) AS wanted (district, month, producer_id) USING (district, month, producer_id)
