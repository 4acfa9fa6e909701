SELECT channel.code, channel.name_th, channel.name_en
FROM channel, (SELECT (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS day) AS today
WHERE today.day >= channel.valid_from AND (channel.valid_until IS NULL OR today.day <= channel.valid_until)
ORDER BY channel.ordinal
