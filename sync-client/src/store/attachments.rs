//! Evidence that was recorded on this laptop: what is to be said of it and the bytes of its scan, in one row and one transaction.

use diesel::{SqliteConnection, prelude::*};

use super::{Store, rows::instant, tables::attachment};
use crate::{clock, error::Result};

/// Evidence without the bytes of its scan.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = attachment)]
#[allow(missing_docs)]
pub struct Attachment {
    pub id: String,
    pub person: String,
    pub producer_id: String,
    pub month: String,
    /// `RecordEvidenceInput` as JSON.
    pub input: String,
    pub file_name: Option<String>,
    /// Bytes of the scan; 0 without one.
    pub size: i64,
    /// Bytes of it that the server had when it was last asked.
    pub received: i64,
    pub recorded_at: String,
    /// `pending`, `done` or `attention`.
    pub state: String,
    /// Why it was refused, as JSON.
    pub refusal: Option<String>,
}

/// Evidence about to be kept.
#[derive(Insertable)]
#[diesel(table_name = attachment)]
#[allow(missing_docs)]
pub struct NewAttachment<'a> {
    pub id: &'a str,
    pub person: &'a str,
    pub producer_id: &'a str,
    pub month: String,
    pub input: String,
    pub file_name: Option<&'a str>,
    pub size: i64,
    pub scan: Option<&'a [u8]>,
    pub recorded_at: String,
}

impl Store {
    /// Keeps one: when this returns, words and scan are on the disk.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep_attachment(&mut self, new: &NewAttachment) -> Result<()> {
        self.write(|conn| {
            diesel::insert_into(attachment::table).values(new).execute(conn)?;
            Ok(())
        })
    }

    /// A person's evidence, oldest first.
    pub fn attachments(&mut self, person: &str) -> Result<Vec<Attachment>> {
        Ok(attachment::table
            .filter(attachment::person.eq(person))
            .order((attachment::recorded_at, attachment::id))
            .select(Attachment::as_select())
            .load(&mut self.conn)?)
    }

    /// What of it the server's present life has not taken yet.
    pub fn attachments_to_send(&mut self, person: &str) -> Result<Vec<Attachment>> {
        let epoch = self.standing()?.epoch.unwrap_or_default();
        let forgotten = attachment::state.eq("done").and(attachment::epoch.ne(epoch));
        Ok(attachment::table
            .filter(attachment::person.eq(person))
            .filter(attachment::state.eq("pending").or(forgotten))
            .order((attachment::recorded_at, attachment::id))
            .select(Attachment::as_select())
            .load(&mut self.conn)?)
    }

    /// How many of a person's are in a state.
    pub fn count_attachments(&mut self, person: &str, state: &str) -> Result<usize> {
        let rows = attachment::table.filter(attachment::person.eq(person).and(attachment::state.eq(state)));
        let count: i64 = rows.count().get_result(&mut self.conn)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The bytes of a scan.
    pub fn scan(&mut self, id: &str) -> Result<Option<Vec<u8>>> {
        Ok(attachment::table.find(id).select(attachment::scan).first(&mut self.conn)?)
    }

    /// Notes how far a scan is.
    pub fn scan_received(&mut self, id: &str, received: i64) -> Result<()> {
        self.write(|conn| {
            let row = attachment::table.find(id);
            diesel::update(row).set(attachment::received.eq(received)).execute(conn)?;
            Ok(())
        })
    }

    /// The server has taken it.
    pub fn attachment_taken(&mut self, id: &str) -> Result<()> {
        let epoch = self.standing()?.epoch;
        let now = instant(clock::now());
        self.write(|conn| {
            let done = (
                attachment::state.eq("done"),
                attachment::epoch.eq(epoch),
                attachment::answered_at.eq(now),
            );
            diesel::update(attachment::table.find(id)).set(done).execute(conn)?;
            Ok(())
        })
    }

    /// The server refuses it: a person has to look.
    pub fn attachment_refused(&mut self, id: &str, refusal: &str) -> Result<()> {
        self.write(|conn| {
            let refused = (attachment::state.eq("attention"), attachment::refusal.eq(refusal));
            diesel::update(attachment::table.find(id)).set(refused).execute(conn)?;
            Ok(())
        })
    }

    /// Lets one go that the server has not taken.
    pub fn drop_attachment(&mut self, id: &str) -> Result<()> {
        self.write(|conn| {
            diesel::delete(attachment::table.find(id).filter(attachment::state.ne("done"))).execute(conn)?;
            Ok(())
        })
    }
}

/// Forgets what the server took before an instant; until then another life of it can be told again.
pub(super) fn tidy(conn: &mut SqliteConnection, before: &str) -> Result<()> {
    let old = attachment::table.filter(attachment::state.eq("done").and(attachment::answered_at.lt(before)));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
