//! The lives of a laptop's file. Operations are numbered under the laptop's id; a file that went back in time would give
//! numbers that were given before. It goes on under a new id instead: the queue stays with its operation ids, so that whatever was
//! sent before is known to the server; the mirror is read again from its beginning; the person signs in again, because a
//! sign-in is bound to an id and the old keys may be spent.

use diesel::{SqliteConnection, prelude::*};

use super::{
    Store,
    mark::Mark,
    rows::instant,
    tables::{device, mirror, outbox, past_device, session},
};
use crate::{clock, error::Result, message::Message};

/// Why a life ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// An older copy of the file was put back in its place.
    RolledBack,
    /// The file came from another laptop.
    Copied,
    /// It was made from a backup.
    Restored,
    /// It was damaged, and this is what could be read.
    Rescued,
}

impl End {
    /// Its word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            End::RolledBack => "ROLLED_BACK",
            End::Copied => "COPIED",
            End::Restored => "RESTORED",
            End::Rescued => "RESCUED",
        }
    }

    /// What a person is told.
    #[must_use]
    pub fn message(self) -> Message {
        let (thai, english) = match self {
            End::RolledBack => ("แฟ้มข้อมูลย้อนกลับไปเป็นของเวลาก่อน", "The data file has gone back in time."),
            End::Copied => ("แฟ้มข้อมูลนี้มาจากเครื่องอื่น", "The data file comes from another laptop."),
            End::Restored => ("แฟ้มข้อมูลนี้มาจากแฟ้มสำรอง", "The data file was made from a backup."),
            End::Rescued => (
                "แฟ้มข้อมูลเสียหาย และกู้คืนแล้วเท่าที่อ่านได้",
                "The data file was damaged; what could be read was rescued.",
            ),
        };
        Message::new(
            format!("{thai} รายการที่รอส่งในแฟ้มยังอยู่ครบ กรุณาเข้าสู่ระบบอีกครั้งด้วย otop login แล้วใช้ otop sync"),
            format!("{english} What waits in it is kept. Sign in again (otop login), then otop sync."),
        )
    }
}

/// Ends the life of this file and begins the next. No number of either is given again, `next_seq` being the highest that
/// is known to have been next.
pub(super) fn begin(conn: &mut SqliteConnection, why: End, next_seq: i64) -> Result<()> {
    let old: (String, i64) = device::table.select((device::id, device::next_seq)).first(conn)?;
    let last: Option<i64> = outbox::table.select(diesel::dsl::max(outbox::device_seq)).first(conn)?;
    let next = next_seq.max(old.1).max(last.unwrap_or(0) + 1);
    diesel::insert_into(past_device::table)
        .values((
            past_device::id.eq(old.0),
            past_device::next_seq.eq(next),
            past_device::ended_at.eq(instant(clock::now())),
            past_device::reason.eq(why.word()),
        ))
        .execute(conn)?;
    diesel::update(device::table)
        .set((device::id.eq(clock::fresh_id()), device::next_seq.eq(next)))
        .execute(conn)?;
    diesel::update(session::table)
        .set((session::access_token.eq(None::<String>), session::refresh_token.eq(None::<String>)))
        .execute(conn)?;
    diesel::update(mirror::table).set(mirror::cursor.eq(None::<String>)).execute(conn)?;
    Ok(())
}

impl Store {
    /// Begins a new life where the note beside the file says that it went back in time, or is another laptop's.
    pub(super) fn compare_with_mark(&mut self) -> Result<()> {
        let here = self.mark()?;
        let Some(noted) = Mark::read(&self.place.mark()) else {
            return self.note();
        };
        // Another program may have saved and noted since `here` was read: what counts is what stands there now.
        let why = match (noted.device == here.device, noted.next_seq > here.next_seq) {
            (true, true) if noted.next_seq > self.mark()?.next_seq => Some(End::RolledBack),
            (true, _) => None,
            (false, _) => Some(End::Copied),
        };
        why.map_or(Ok(()), |why| self.begin_life(why, noted.next_seq))
    }

    /// Begins a new life; see [`End`].
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin_life(&mut self, why: End, next_seq: i64) -> Result<()> {
        self.conn.immediate_transaction(|conn| begin(conn, why, next_seq))?;
        self.news = Some(why.message());
        self.note()
    }

    /// The laptop's id and the number of its next operation.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn stands(&mut self) -> Result<(String, i64)> {
        Ok(device::table.select((device::id, device::next_seq)).first(&mut self.conn)?)
    }

    /// The lives before this one, the latest first: why each ended and when, RFC 3339.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn past_lives(&mut self) -> Result<Vec<(String, String)>> {
        let lives = past_device::table.order(past_device::ended_at.desc());
        Ok(lives.select((past_device::reason, past_device::ended_at)).load(&mut self.conn)?)
    }

    /// Where the file stands.
    pub(super) fn mark(&mut self) -> Result<Mark> {
        let (device, next_seq) = self.stands()?;
        Ok(Mark { device, next_seq })
    }

    /// Notes beside the file where it stands, if it has moved.
    pub(super) fn note(&mut self) -> Result<()> {
        let here = self.mark()?;
        if self.noted.as_ref() != Some(&here) {
            here.write(&self.place.mark());
            self.noted = Some(here);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
