SELECT evidence_kind.code, evidence_kind.name_th, evidence_kind.name_en
FROM evidence_kind, (SELECT (business_now() AT TIME ZONE 'Asia/Bangkok')::date AS day) AS today
WHERE today.day >= evidence_kind.valid_from AND (evidence_kind.valid_until IS NULL OR today.day <= evidence_kind.valid_until)
ORDER BY evidence_kind.ordinal
