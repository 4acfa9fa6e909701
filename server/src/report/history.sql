SELECT chain_index AS index, kind, at, body::json ->> 'byName' AS by, body::json ->> 'reason' AS reason,
       body::json ->> 'digest' AS digest, encode(hash, 'hex') AS hash
FROM event WHERE area = $1 AND month = $2
ORDER BY chain_index DESC LIMIT 500
