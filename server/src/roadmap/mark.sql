INSERT INTO milestone_done (milestone, area, done_on, remark, recorded_at, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (milestone, area) DO UPDATE
SET done_on = excluded.done_on, remark = excluded.remark, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
