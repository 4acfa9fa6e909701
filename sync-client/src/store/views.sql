-- The views, made anew whenever the file is made or brought up.
DROP VIEW IF EXISTS mine;
DROP VIEW IF EXISTS over_cell;
DROP VIEW IF EXISTS over_sheet;
DROP VIEW IF EXISTS over_estimate;
DROP VIEW IF EXISTS cell_now;
DROP VIEW IF EXISTS estimate_now;
DROP VIEW IF EXISTS attention;
DROP VIEW IF EXISTS outgoing;

-- What the signed-in person said. Nobody reads another person's queue through a view.
CREATE VIEW mine AS
    SELECT outbox.* FROM outbox JOIN session ON session.person = outbox.person;

-- What is to be sent, whoever recorded it: the readers name the person.
CREATE VIEW outgoing AS
    SELECT operation_id, device_seq, person, base_version, base_operation, change, resolves, supersedes, recorded_at, state,
           opens_at, attempts, producer_id, month, adopted_from, adoption_reason
    FROM outbox WHERE state IN ('pending', 'held') OR again;

-- The own edits of cells that the mirror does not show: what waits, and what was accepted but has not come back by a
-- pull yet. They lie over the mirror, the latest on top.
CREATE VIEW over_cell AS
    SELECT mine.* FROM mine
    WHERE kind = 'cell' AND (state IN ('pending', 'held') OR state = 'done' AND device_seq >= (SELECT since_seq FROM mirror)
        AND coalesce(entry_version, 0) > coalesce((SELECT version FROM mirror_entry WHERE id = target), 0));

-- The own edits that bear on a sheet and that the mirror does not show: of its state, and of its cells, which by the
-- server's rules may make or reopen it.
CREATE VIEW over_sheet AS
    SELECT mine.* FROM mine
    WHERE kind IN ('cell', 'sheet') AND (state IN ('pending', 'held') OR state = 'done' AND device_seq >= (SELECT since_seq FROM mirror)
        AND coalesce(sheet_version, 0) > coalesce((SELECT version FROM mirror_sheet WHERE id = sheet_id), 0));

-- The same of figures of estimates.
CREATE VIEW over_estimate AS
    SELECT mine.* FROM mine
    WHERE kind = 'estimate' AND (state IN ('pending', 'held') OR state = 'done' AND device_seq >= (SELECT since_seq FROM mirror)
        AND coalesce(entry_version, 0) > coalesce((SELECT version FROM mirror_estimate_entry WHERE id = target), 0));

-- The figures of estimates as the person sees them.
CREATE VIEW estimate_now AS
    WITH top AS (
        SELECT *, row_number() OVER (PARTITION BY target ORDER BY device_seq DESC) AS place FROM over_estimate)
    SELECT coalesce(top.target, entry.id) AS id,
           coalesce(top.producer_id, entry.producer_id) AS producer_id,
           CAST(coalesce(top.fiscal_year, entry.fiscal_year) AS INTEGER) AS fiscal_year,
           CAST(coalesce(top.period, entry.period) AS INTEGER) AS period,
           CASE WHEN top.target IS NULL THEN entry.amount ELSE top.amount END AS amount,
           CASE WHEN top.target IS NULL THEN entry.note ELSE top.change ->> '$.estimate.note' END AS note,
           top.state AS own
    FROM mirror_estimate_entry AS entry FULL OUTER JOIN (SELECT * FROM top WHERE place = 1) AS top ON top.target = entry.id
    WHERE CASE WHEN top.target IS NULL THEN NOT entry.deleted ELSE top.amount IS NOT NULL END;

-- The cells as the person sees them. `own` is the state of his or her own edit on top, empty where the mirror shows.
CREATE VIEW cell_now AS
    WITH top AS (
        SELECT *, row_number() OVER (PARTITION BY target ORDER BY device_seq DESC) AS place FROM over_cell)
    SELECT coalesce(top.target, entry.id) AS id,
           coalesce(top.producer_id, entry.producer_id) AS producer_id,
           coalesce(top.month, entry.month) AS month,
           coalesce(top.category, entry.category) AS category,
           coalesce(top.channel, entry.channel) AS channel,
           CASE WHEN top.target IS NULL THEN entry.amount ELSE top.amount END AS amount,
           CASE WHEN top.target IS NULL THEN entry.note ELSE top.change ->> '$.cell.note' END AS note,
           top.state AS own
    FROM mirror_entry AS entry FULL OUTER JOIN (SELECT * FROM top WHERE place = 1) AS top ON top.target = entry.id
    WHERE CASE WHEN top.target IS NULL THEN NOT entry.deleted ELSE top.amount IS NOT NULL END;

-- What a person must look at: the own refused edits, and every open conflict of the district, whoever offered it.
-- A conflict that was decided on another laptop disappears from here by the pull, without a touch of the outbox.
CREATE VIEW attention AS
    SELECT mine.operation_id AS operation_id, known.id AS conflict_id, 1 AS own
    FROM mine LEFT JOIN mirror_conflict AS known ON known.operation_id = mine.operation_id
    WHERE mine.state = 'attention' AND known.resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM mirror_rejection AS seen WHERE seen.operation_id = mine.operation_id AND seen.acknowledged_at IS NOT NULL)
    UNION ALL
    SELECT conflict.operation_id, conflict.id, 0
    FROM mirror_conflict AS conflict
    WHERE conflict.resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.operation_id = conflict.operation_id)
      AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.state IN ('pending', 'held', 'done') AND mine.outcome IS NOT 'WITHDRAWN'
                      AND (mine.resolves = conflict.id OR mine.change ->> '$.discard.conflictId' = conflict.id));
