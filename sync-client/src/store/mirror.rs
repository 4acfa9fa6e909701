//! What the server said. Only a pull writes here, rows and cursor in one transaction: a lost cursor costs reading again,
//! never a lost row, and applying a page twice is harmless.

use chrono::{DateTime, Utc};
use diesel::{SqliteConnection, prelude::*};

use super::{
    Store, rows,
    tables::{
        device, mirror, mirror_channel, mirror_conflict, mirror_entry, mirror_estimate, mirror_estimate_entry, mirror_held,
        mirror_producer, mirror_rejection, mirror_report, mirror_sheet, mirror_year,
    },
};
use crate::{
    clock,
    error::Result,
    wire::{desk::Desk, pull::SyncPage},
};

/// Where the mirror stands.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = mirror)]
pub struct Standing {
    /// Where the next pull goes on; none before the first.
    pub cursor: Option<String>,
    /// The server's book, by its name.
    pub epoch: Option<String>,
    /// The last whole pull, laptop time, RFC 3339.
    pub pulled_at: Option<String>,
    /// The last batch that was decided, laptop time, RFC 3339.
    pub pushed_at: Option<String>,
    /// How far the server's business clock is ahead of the laptop's, in milliseconds.
    pub clock_offset: i64,
    /// By how many milliseconds the laptop's clock is ahead of real time; none where nobody told it.
    pub clock_error: Option<i64>,
}

/// A clock that is off by less than this, in milliseconds, is nobody's concern: it decides nothing.
const TOLERATED: u64 = 5 * 60 * 1000;

impl Standing {
    /// By how many milliseconds the laptop's clock is wrong, where it is worth a word.
    #[must_use]
    pub fn wrong_clock(&self) -> Option<i64> {
        self.clock_error.filter(|error| error.unsigned_abs() > TOLERATED)
    }
}

impl Store {
    /// Where the mirror stands.
    pub fn standing(&mut self) -> Result<Standing> {
        Ok(mirror::table.select(Standing::as_select()).first(&mut self.conn)?)
    }

    /// Applies one page that was asked for by `person`, `after` that cursor. `false`: another program of this laptop
    /// pulled or signed somebody else in meanwhile, so the page is old news, or not for these eyes, and is dropped.
    pub fn apply(&mut self, person: &str, after: Option<&str>, page: &SyncPage) -> Result<bool> {
        self.write_answer(|conn| {
            let stands: (Option<String>, Option<String>) = mirror::table.select((mirror::person, mirror::cursor)).first(conn)?;
            if (stands.0.as_deref(), stands.1.as_deref()) != (Some(person), after) {
                return Ok(false);
            }
            // A reading from the beginning begins with nothing: rows of an earlier life may not be there any more.
            if page.reset || after.is_none() {
                forget(conn)?;
            }
            live(conn, page.epoch.inner())?;
            upsert(conn, page)?;
            page.removed_areas.iter().try_for_each(|area| forget_area(conn, area.inner()))?;
            stand(conn, page)?;
            Ok(true)
        })
    }

    /// Stores what the start of a meeting with the server tells: its clock, the error of ours, and the code tables.
    pub fn apply_desk(&mut self, desk: &Desk, clock_error: Option<i64>) -> Result<()> {
        let channels: Vec<_> = desk.channels.iter().map(rows::channel).collect();
        self.write(|conn| {
            diesel::delete(mirror_channel::table).execute(conn)?;
            diesel::insert_into(mirror_channel::table).values(channels).execute(conn)?;
            let offset = clock::offset(desk.me.business_time);
            diesel::update(mirror::table)
                .set((mirror::clock_offset.eq(offset), mirror::clock_error.eq(clock_error)))
                .execute(conn)?;
            Ok(())
        })
    }
}

/// Notes which life of the server spoke, and tells whether it is another than before: then it came back from a backup, and
/// what was acknowledged is offered again.
pub(super) fn live(conn: &mut SqliteConnection, epoch: &str) -> Result<bool> {
    let before: Option<String> = mirror::table.select(mirror::epoch).first(conn)?;
    if before.as_deref() == Some(epoch) {
        return Ok(false);
    }
    diesel::update(mirror::table).set(mirror::epoch.eq(epoch)).execute(conn)?;
    if before.is_some() {
        diesel::sql_query(include_str!("again.sql")).execute(conn)?;
    }
    Ok(before.is_some())
}

/// Notes that a batch was decided, at this instant of the server.
pub(super) fn met(conn: &mut SqliteConnection, server_time: DateTime<Utc>) -> Result<()> {
    let (now, offset) = (rows::instant(clock::now()), clock::offset(server_time));
    diesel::update(mirror::table)
        .set((mirror::pushed_at.eq(now), mirror::clock_offset.eq(offset)))
        .execute(conn)?;
    Ok(())
}

/// Makes the mirror this person's on this server: somebody else's is forgotten, since scopes differ. Answers of another
/// server, unless it has only `moved`, do not lie over it.
pub(super) fn keep_for(conn: &mut SqliteConnection, server: &str, person: &str, moved: bool) -> Result<()> {
    let owner: (Option<String>, Option<String>) = mirror::table.select((mirror::server, mirror::person)).first(conn)?;
    if owner == (Some(server.to_owned()), Some(person.to_owned())) {
        return Ok(());
    }
    forget(conn)?;
    if !moved && owner.0.as_deref() != Some(server) {
        let next: i64 = device::table.select(device::next_seq).first(conn)?;
        diesel::update(mirror::table)
            .set((mirror::since_seq.eq(next), mirror::epoch.eq(None::<String>)))
            .execute(conn)?;
    }
    diesel::update(mirror::table)
        .set((
            mirror::server.eq(server),
            mirror::person.eq(person),
            mirror::cursor.eq(None::<String>),
            mirror::pulled_at.eq(None::<String>),
            mirror::pushed_at.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

fn stand(conn: &mut SqliteConnection, page: &SyncPage) -> Result<()> {
    diesel::update(mirror::table).set(mirror::cursor.eq(&page.cursor.0)).execute(conn)?;
    if !page.has_more {
        let now = clock::now().to_rfc3339();
        diesel::update(mirror::table).set(mirror::pulled_at.eq(now)).execute(conn)?;
    }
    Ok(())
}

fn upsert(conn: &mut SqliteConnection, page: &SyncPage) -> Result<()> {
    let entries: Vec<_> = page.entries.iter().map(rows::entry).collect();
    let sheets: Vec<_> = page.sheets.iter().map(rows::sheet).collect();
    let producers: Vec<_> = page.producers.iter().map(rows::producer).collect();
    let reports: Vec<_> = page.reports.iter().map(rows::report).collect();
    let conflicts: Vec<_> = page.conflicts.iter().map(rows::conflict).collect();
    let rejections = page.rejections.iter().map(rows::rejection).collect::<Result<Vec<_>>>()?;
    diesel::replace_into(mirror_entry::table).values(entries).execute(conn)?;
    diesel::replace_into(mirror_sheet::table).values(sheets).execute(conn)?;
    diesel::replace_into(mirror_producer::table).values(producers).execute(conn)?;
    diesel::replace_into(mirror_report::table).values(reports).execute(conn)?;
    diesel::replace_into(mirror_conflict::table).values(conflicts).execute(conn)?;
    diesel::replace_into(mirror_rejection::table).values(rejections).execute(conn)?;
    upsert_estimates(conn, page)?;
    upsert_held(conn, page)
}

fn upsert_estimates(conn: &mut SqliteConnection, page: &SyncPage) -> Result<()> {
    let estimates: Vec<_> = page.estimates.iter().map(rows::estimate).collect();
    let figures: Vec<_> = page.estimate_entries.iter().map(rows::estimate_entry).collect();
    diesel::replace_into(mirror_estimate::table).values(estimates).execute(conn)?;
    diesel::replace_into(mirror_estimate_entry::table).values(figures).execute(conn)?;
    Ok(())
}

/// What waits no longer is gone from here.
fn upsert_held(conn: &mut SqliteConnection, page: &SyncPage) -> Result<()> {
    let waits = page.held.iter().filter(|held| held.ended_at.is_none());
    let ended = page.held.iter().filter(|held| held.ended_at.is_some());
    let ended: Vec<&str> = ended.map(|held| held.operation_id.inner()).collect();
    diesel::replace_into(mirror_held::table)
        .values(waits.map(rows::held).collect::<Vec<_>>())
        .execute(conn)?;
    diesel::delete(mirror_held::table.filter(mirror_held::operation_id.eq_any(ended))).execute(conn)?;
    Ok(())
}

/// Empties the mirror. The outbox is not the mirror's to touch.
fn forget(conn: &mut SqliteConnection) -> Result<()> {
    diesel::delete(mirror_entry::table).execute(conn)?;
    diesel::delete(mirror_sheet::table).execute(conn)?;
    diesel::delete(mirror_producer::table).execute(conn)?;
    diesel::delete(mirror_report::table).execute(conn)?;
    diesel::delete(mirror_estimate::table).execute(conn)?;
    diesel::delete(mirror_estimate_entry::table).execute(conn)?;
    diesel::delete(mirror_conflict::table).execute(conn)?;
    diesel::delete(mirror_rejection::table).execute(conn)?;
    diesel::delete(mirror_held::table).execute(conn)?;
    diesel::delete(mirror_year::table).execute(conn)?;
    Ok(())
}

/// An area left the person's scope: its rows leave the laptop, its unsent edits stay.
fn forget_area(conn: &mut SqliteConnection, area: &str) -> Result<()> {
    let inside = if area == "TH" { "%".to_owned() } else { format!("{area}%") };
    let gone = mirror_producer::table
        .filter(mirror_producer::district.like(&inside))
        .select(mirror_producer::id);
    diesel::sql_query(include_str!("forget_conflicts.sql"))
        .bind::<diesel::sql_types::Text, _>(&inside)
        .execute(conn)?;
    diesel::delete(mirror_held::table.filter(mirror_held::district.like(&inside))).execute(conn)?;
    diesel::delete(mirror_entry::table.filter(mirror_entry::producer_id.eq_any(gone))).execute(conn)?;
    diesel::delete(mirror_sheet::table.filter(mirror_sheet::producer_id.eq_any(gone))).execute(conn)?;
    diesel::delete(mirror_estimate_entry::table.filter(mirror_estimate_entry::producer_id.eq_any(gone))).execute(conn)?;
    diesel::delete(mirror_estimate::table.filter(mirror_estimate::district.like(&inside))).execute(conn)?;
    diesel::delete(mirror_report::table.filter(mirror_report::district.like(&inside))).execute(conn)?;
    diesel::delete(mirror_year::table.filter(mirror_year::area.like(&inside))).execute(conn)?;
    diesel::delete(mirror_producer::table.filter(mirror_producer::district.like(&inside))).execute(conn)?;
    Ok(())
}
