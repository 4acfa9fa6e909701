SELECT evidence.id, evidence.producer_id, evidence.month, evidence.kind, evidence.reference, evidence.kept_at, evidence.seen_by,
       evidence.seen_on, evidence.note, file.sha256, file.media_type, file.size, evidence.recorded_at, person.name AS recorded_by,
       evidence.capacity, evidence_withdrawal.withdrawn_at, evidence_withdrawal.reason AS withdrawal
FROM evidence
JOIN person ON person.id = evidence.recorded_by
LEFT JOIN file ON file.sha256 = evidence.sha256
LEFT JOIN evidence_withdrawal ON evidence_withdrawal.evidence_id = evidence.id
