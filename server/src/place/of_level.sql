-- The places of one level, told by the length of their codes; the nation's is as long as a province's.
SELECT code, name_th, name_en, region
FROM area
WHERE length(code) = $1 AND (code = 'TH') = $2 AND code LIKE ANY ($3)
ORDER BY code
