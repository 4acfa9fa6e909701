-- I5: every applied change stands in exactly one event, with its value and with whose it was; a refused one stands in none.
-- An event of a district says nothing of the month: a held edit of a report that is not there yet was withdrawn.
WITH listed AS (
    SELECT (line ->> 'id')::uuid AS id, count(*) AS events, min(event.area) AS district, min(event.month) AS month,
           min((line ->> 'version')::int) AS version, min((line ->> 'amount')::numeric) AS amount,
           min(line ->> 'adoptedFrom') AS adopted_from, min(line ->> 'adoptionReason') AS adoption_reason
    FROM event CROSS JOIN LATERAL json_array_elements(event.body::json -> 'operations') AS line
    WHERE line ->> 'id' IS NOT NULL
    GROUP BY 1
)
SELECT 'operation' AS what, coalesce(operation.id, listed.id)::text AS place,
       concat_ws(' ', coalesce(operation.outcome, 'unknown'), 'version', operation.version, operation.amount, 'from', adoption.adopted_from) AS expected,
       concat_ws(' ', 'in', coalesce(listed.events, 0), 'events, version', listed.version, listed.amount, 'from', listed.adopted_from) AS found
FROM operation LEFT JOIN adoption ON adoption.operation_id = operation.id FULL JOIN listed USING (id)
WHERE coalesce(listed.events, 0) <> coalesce(operation.outcome = 'APPLIED', false)::int
   OR (listed.id IS NOT NULL AND (listed.version, listed.amount, listed.district, coalesce(listed.month, operation.month), listed.adopted_from, listed.adoption_reason)
       IS DISTINCT FROM (operation.version, operation.amount, operation.district, operation.month, adoption.adopted_from::text, adoption.reason))
