-- I4: a resolution's certificate counts what its minutes and the votes of absent members say, on the digest that lay before the meeting;
-- a registered paper bears the digest of its signature.
SELECT 'resolution' AS what, concat(meeting.district, ':', to_char(meeting.month, 'YYYY-MM')) AS place,
       concat_ws(' ', meeting.outcome, counted.in_favour, counted.against, meeting.digest) AS expected,
       concat_ws(' ', CASE WHEN certificate.certified THEN 'CERTIFIED' ELSE 'OBJECTED' END, certificate.for_votes, certificate.against,
                 certificate.digest) AS found
FROM meeting
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE choice = 'CERTIFY')::int AS in_favour, count(*) FILTER (WHERE choice = 'OBJECT')::int AS against
    FROM (
        SELECT attendance.choice FROM attendance WHERE attendance.meeting_id = meeting.id
        UNION ALL
        SELECT vote.choice FROM vote
        WHERE (vote.district, vote.month, vote.submission) = (meeting.district, meeting.month, meeting.submission)
          AND vote.person_id NOT IN (SELECT attendance.person_id FROM attendance WHERE attendance.meeting_id = meeting.id)
    ) AS cast_vote
) AS counted
LEFT JOIN certificate ON (certificate.district, certificate.month, certificate.submission) = (meeting.district, meeting.month, meeting.submission)
WHERE meeting.outcome <> 'ADJOURNED'
  AND (meeting.outcome = 'CERTIFIED', counted.in_favour, counted.against, meeting.digest)
      IS DISTINCT FROM (certificate.certified, certificate.for_votes, certificate.against, certificate.digest)
UNION ALL
SELECT 'paper', concat(receipt.district, ':', to_char(receipt.month, 'YYYY-MM')), signature.digest, receipt.digest
FROM receipt JOIN signature USING (district, month, submission)
WHERE receipt.digest <> signature.digest
