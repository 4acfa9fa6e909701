SELECT generation, tx::text::bigint AS tx, seq FROM event ORDER BY generation DESC, tx DESC, seq DESC OFFSET 1000 LIMIT 1
