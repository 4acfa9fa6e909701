//! What the server answered, written into the outbox: rows leave `pending` and `held` here and nowhere else.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};
use serde::Serialize;

use super::{
    Store, attachments, mirror,
    rows::instant,
    tables::{attention, outbox},
};
use crate::{
    error::Result,
    plan::Fate,
    wire::push::{OperationResult, SyncPushPayload},
};

/// Answered operations are kept so long, to be offered again to a server that was restored from a backup.
const KEPT: Duration = Duration::days(30);

impl Store {
    /// Writes the server's answer to a batch down: one transaction, one statement. Tells whether the server lives another
    /// life than before, so that what the former one acknowledged is offered again.
    pub fn record(&mut self, fates: &[Fate], payload: &SyncPushPayload) -> Result<bool> {
        let rows = fates.iter().zip(&payload.results).map(|(fate, result)| row(*fate, result));
        let rows = serde_json::to_string(&rows.collect::<Result<Vec<_>>>()?)?;
        self.write_answer(|conn| {
            let reborn = mirror::live(conn, payload.epoch.inner())?;
            diesel::sql_query(include_str!("answer.sql"))
                .bind::<Text, _>(rows)
                .bind::<Text, _>(instant(payload.server_time))
                .execute(conn)?;
            mirror::met(conn, payload.server_time)?;
            Ok(reborn)
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

    /// The first number of which the server may know something that is not known here.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn first_unknown(&mut self) -> Result<i64> {
        first_unknown(&mut self.conn)
    }

    /// After a pull: refused edits that somebody decided elsewhere need nobody here any more, and operations whose answer
    /// is older than thirty days, by the server's time `now`, are forgotten.
    pub fn tidy(&mut self, person: &str, now: DateTime<Utc>) -> Result<()> {
        self.write(|conn| {
            let open = attention::table.filter(attention::own).select(attention::operation_id);
            let decided = outbox::table
                .filter(outbox::person.eq(person).and(outbox::state.eq("attention")))
                .filter(outbox::operation_id.ne_all(open));
            diesel::update(decided).set(outbox::state.eq("done")).execute(conn)?;
            let before = instant(now - KEPT);
            let kept = first_unknown(conn)? - 1;
            let old = outbox::table.filter(outbox::state.eq("done").and(outbox::answered_at.lt(&before)));
            let old = old.filter(outbox::device_seq.ne(kept));
            diesel::delete(old.filter(outbox::again.eq(false))).execute(conn)?;
            attachments::tidy(conn, &before)
        })
    }
}

fn first_unknown(conn: &mut SqliteConnection) -> Result<i64> {
    let found: Number = diesel::sql_query(include_str!("first_unknown.sql")).get_result(conn)?;
    Ok(found.number)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// One line of `answer.sql`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: &'a str,
    state: &'static str,
    outcome: String,
    refusal: Option<String>,
    conflict: Option<String>,
    opens_at: Option<String>,
    entry_version: Option<i32>,
    sheet_version: Option<i32>,
}

fn row(fate: Fate, result: &OperationResult) -> Result<Row<'_>> {
    Ok(Row {
        id: result.operation_id.inner(),
        state: state(fate),
        outcome: result.outcome.word(),
        refusal: result.refusal.as_ref().map(serde_json::to_string).transpose()?,
        conflict: result.conflict.as_ref().map(serde_json::to_string).transpose()?,
        opens_at: result.refusal.as_ref().and_then(|refusal| refusal.opens_at).map(instant),
        entry_version: result
            .cell
            .as_ref()
            .map(|cell| cell.version)
            .or(result.estimate.as_ref().map(|figure| figure.version)),
        sheet_version: result.sheet.as_ref().map(|sheet| sheet.version),
    })
}

fn state(fate: Fate) -> &'static str {
    match fate {
        Fate::Done => "done",
        Fate::Held => "held",
        Fate::Attention => "attention",
    }
}
