//! What the server answered, written into the outbox: rows leave `pending` and `held` here and nowhere else.

use chrono::Duration;
use diesel::{SqliteConnection, prelude::*};

use super::{
    Store,
    rows::instant,
    tables::{attention, mirror, outbox},
};
use crate::{
    clock,
    error::Result,
    plan::Fate,
    wire::push::{OperationResult, SyncPushPayload},
};

/// Answered operations are kept so long, to be offered again to a server that was restored from a backup.
const KEPT: Duration = Duration::days(30);

impl Store {
    /// Writes the server's answer to a batch down, in one transaction. An operation that another program of this laptop
    /// has had answered meanwhile keeps that answer: both are the same.
    pub fn record(&mut self, fates: &[Fate], payload: &SyncPushPayload) -> Result<()> {
        self.write(|conn| {
            for (fate, result) in fates.iter().zip(&payload.results) {
                record_one(conn, *fate, result)?;
            }
            let now = instant(clock::now());
            diesel::update(mirror::table)
                .set((
                    mirror::epoch.eq(payload.epoch.inner()),
                    mirror::pushed_at.eq(&now),
                    mirror::clock_offset.eq(clock::offset(payload.server_time)),
                ))
                .execute(conn)?;
            Ok(())
        })
    }

    /// Puts an operation before a person that no server could take, with the reason.
    pub fn isolate(&mut self, operation_id: &str, refusal: &otop_schema::Refusal) -> Result<()> {
        let row = outbox::table.find(operation_id).filter(outbox::state.eq_any(["pending", "held"]));
        diesel::update(row)
            .set((outbox::state.eq("attention"), outbox::refusal.eq(serde_json::to_string(refusal)?)))
            .execute(&mut self.conn)?;
        Ok(())
    }

    /// Counts a failure of the server on this operation alone.
    pub fn count_attempt(&mut self, operation_id: &str) -> Result<()> {
        diesel::update(outbox::table.find(operation_id))
            .set(outbox::attempts.eq(outbox::attempts + 1))
            .execute(&mut self.conn)?;
        Ok(())
    }

    /// After a pull: refused edits that somebody decided elsewhere need nobody here any more, and operations whose answer
    /// is older than thirty days are forgotten.
    pub fn tidy(&mut self, person: &str) -> Result<()> {
        self.write(|conn| {
            let open = attention::table.filter(attention::own).select(attention::operation_id);
            let decided = outbox::table
                .filter(outbox::person.eq(person).and(outbox::state.eq("attention")))
                .filter(outbox::operation_id.ne_all(open));
            diesel::update(decided).set(outbox::state.eq("done")).execute(conn)?;
            let before = instant(clock::now() - KEPT);
            let old = outbox::table.filter(outbox::state.eq("done").and(outbox::answered_at.lt(before)));
            diesel::delete(old).execute(conn)?;
            Ok(())
        })
    }
}

fn record_one(conn: &mut SqliteConnection, fate: Fate, result: &OperationResult) -> Result<()> {
    let row = outbox::table
        .find(result.operation_id.inner())
        .filter(outbox::state.eq_any(["pending", "held"]));
    let json = |value: Option<serde_json::Result<String>>| value.transpose();
    let refusal = json(result.refusal.as_ref().map(serde_json::to_string))?;
    let conflict = json(result.conflict.as_ref().map(serde_json::to_string))?;
    let opens_at = result.refusal.as_ref().and_then(|refusal| refusal.opens_at).map(instant);
    diesel::update(row)
        .set((
            outbox::state.eq(state(fate)),
            outbox::outcome.eq(result.outcome.word()),
            outbox::refusal.eq(refusal),
            outbox::conflict.eq(conflict),
            outbox::entry_version.eq(result.cell.as_ref().map(|cell| cell.version)),
            outbox::sheet_version.eq(result.sheet.as_ref().map(|sheet| sheet.version)),
            outbox::opens_at.eq(opens_at),
            outbox::answered_at.eq(instant(clock::now())),
        ))
        .execute(conn)?;
    Ok(())
}

fn state(fate: Fate) -> &'static str {
    match fate {
        Fate::Done => "done",
        Fate::Held => "held",
        Fate::Attention => "attention",
    }
}
