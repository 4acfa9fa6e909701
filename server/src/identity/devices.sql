-- Devices with a sign-in of this person that stands: its latest token tells when it was last used.
SELECT d.id AS device, c.username, d.label, max(t.authenticated_at) AS signed_in_at, max(t.issued_at) AS last_seen_at
FROM account c
JOIN refresh_token t ON t.username = c.username AND t.replaced_by IS NULL AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()
JOIN device d ON d.id = t.device_id AND d.revoked_at IS NULL
WHERE c.person_id = $1
GROUP BY d.id, c.username
ORDER BY last_seen_at DESC, d.id
