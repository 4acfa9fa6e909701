-- The links of a chain; whether it is a report's or a place's own is said behind this.
SELECT chain_index AS index, encode(hash, 'hex') AS hash, body FROM event WHERE area = $1 