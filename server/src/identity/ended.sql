-- Which of these sign-ins stand no longer: by the rule of caller.sql.
SELECT asked.number
FROM unnest($1::bigint[], $2::text[], $3::uuid[]) AS asked (number, username, device)
WHERE NOT EXISTS (SELECT FROM account c WHERE c.username = asked.username AND c.locked_at IS NULL AND NOT c.must_change)
   OR NOT EXISTS (SELECT FROM device d WHERE d.id = asked.device AND d.revoked_at IS NULL)
   OR NOT EXISTS (SELECT FROM refresh_token t WHERE t.username = asked.username AND t.device_id = asked.device
                  AND t.replaced_by IS NULL AND t.revoked_at IS NULL)
