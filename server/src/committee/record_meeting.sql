-- A meeting and who was there, in one statement.
WITH made AS (
    INSERT INTO meeting (id, district, month, submission, digest, number, held_on, place, minutes, presided_by, outcome, quorum,
                         called_again, casting_vote, objections, recorded_at, recorded_by, device_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    RETURNING id, district, month, submission
)
INSERT INTO attendance (meeting_id, district, month, submission, person_id, choice)
SELECT made.id, made.district, made.month, made.submission, there.person_id, there.choice
FROM made CROSS JOIN unnest($19::uuid[], $20::text[]) AS there (person_id, choice)
