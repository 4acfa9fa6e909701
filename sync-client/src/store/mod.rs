//! The file of one laptop: opened so that what was shown as saved stays saved, and refused when a newer program wrote it.
//!
//! | file | idea |
//! |---|---|
//! | `version` | older files are brought up with their queues, newer ones are refused |
//! | `outbox`, `outgoing`, `answers`, `withdraw`, `adopt` | what the person said, on its way, answered, taken back, taken over |
//! | `attachments` | evidence recorded here, with its scans |
//! | `mirror`, `rows`, `years`, `session` | what the server said; who is signed in |
//! | `overlay`, `sheets` | what the person sees: one laid over the other |
//! | `lease`, `pulse` | one program at a time meets the server |
//! | `life`, `mark` | a file that went back in time goes on under another name |
//! | `check`, `rescue` | whether it is whole; what can be read of it when it is not |
//! | `copy`, `replace`, `place` | backup and restore; one file in the place of another, whole or not at all; what lies beside it |

use std::{fs::File, path::Path};

use diesel::{Connection, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_types};

use place::Place;

use crate::{
    error::{Error, Result},
    message::Message,
};

pub mod adopt;
pub mod answers;
pub mod attachments;
pub mod check;
pub mod copy;
pub mod lease;
pub mod life;
pub mod mirror;
pub mod outbox;
pub mod outgoing;
pub mod overlay;
pub mod place;
pub mod rescue;
pub mod session;
pub mod sheets;
pub mod tables;
pub mod version;
pub mod years;

mod mark;
mod pulse;
mod replace;
mod rows;
mod withdraw;

/// An open file.
pub struct Store {
    pub(crate) conn: SqliteConnection,
    place: Place,
    /// As which program it meets the server, if it does.
    meets: Option<String>,
    lease: Option<lease::Lease>,
    noted: Option<mark::Mark>,
    news: Option<Message>,
    _open: Option<File>,
}

impl Store {
    /// Opens or makes the file, and asserts that its commits reach the disk before they are believed. A damaged file is
    /// replaced by what can be read of it, one that went back in time begins a new life: [`Store::news`] tells.
    ///
    /// # Errors
    /// The file cannot be opened, belongs to a newer program, or does not keep `WAL` and `synchronous=FULL`.
    pub fn open(path: &Path) -> Result<Store> {
        let place = Place::new(path);
        let opened = match Store::open_shared(&place) {
            Err(Error::Damaged(_)) => rescue::rescue(&place).and_then(|rescued| Store::open_rescued(&place, &rescued)),
            opened => opened,
        };
        opened.map_err(|error| place.explain(error))
    }

    fn open_rescued(place: &Place, rescued: &rescue::Rescued) -> Result<Store> {
        let mut store = Store::open_shared(place)?;
        store.news = Some(rescued.message());
        Ok(store)
    }

    fn open_shared(place: &Place) -> Result<Store> {
        place.prepare()?;
        replace::finish(place)?;
        let open = place.share()?;
        let mut store = Store::open_alone(place)?;
        store._open = Some(open);
        Ok(store)
    }

    /// Opens the file without telling other programs: the caller has the place to itself.
    fn open_alone(place: &Place) -> Result<Store> {
        let mut store = Store {
            conn: connect(place.file())?,
            place: place.clone(),
            meets: None,
            lease: None,
            noted: None,
            news: None,
            _open: None,
        };
        store.configure()?;
        match version::bring_up(&mut store.conn)? {
            0 => store.note()?,
            _ => store.look()?,
        }
        Ok(store)
    }

    fn look(&mut self) -> Result<()> {
        check::queue(&mut self.conn)?;
        self.compare_with_mark()
    }

    /// What a person has to be told about the file before anything else.
    #[must_use]
    pub fn news(&self) -> Option<&Message> {
        self.news.as_ref()
    }

    /// Replaces this file, found to be damaged, by what can be read of it.
    ///
    /// # Errors
    /// Another program has it open; the disk is full.
    pub fn rescue(self) -> Result<rescue::Rescued> {
        let place = self.place.clone();
        drop(self);
        rescue::rescue(&place)
    }

    /// Where the file lies.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Runs `work` as one transaction that holds the write lock from its start: one edit, one commit, one fsync.
    ///
    /// # Errors
    /// Whatever `work` says, with nothing written.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut SqliteConnection) -> Result<T>) -> Result<T> {
        let done = self.conn.immediate_transaction(|conn| {
            let output = work(conn);
            fail::fail_point!("before-save", |_| std::process::abort());
            output
        });
        let done = done.map_err(|error| self.place.explain(error))?;
        self.note()?;
        Ok(done)
    }

    /// Writes what the server said: only while no other program has taken over meeting it.
    fn write_answer<T>(&mut self, work: impl FnOnce(&mut SqliteConnection) -> Result<T>) -> Result<T> {
        let token = self.lease.as_ref().map(|lease| lease.token().to_owned());
        self.write(|conn| {
            lease::must_hold(conn, token.as_deref())?;
            work(conn)
        })
    }

    /// Ends without SQLite's own way of closing, which copies the log into the file for four more fsyncs: what is saved is
    /// safe in the log, and the next program goes on with it.
    pub fn leave(self) {
        std::mem::forget(self.conn);
    }

    /// Copies the log into the file, as far as nobody is reading it: after a meeting with the server the file alone is all
    /// there is. Nothing depends on it, so that a disk that refuses is no error here.
    pub fn settle(&mut self) {
        let _ = self.conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    fn configure(&mut self) -> Result<()> {
        self.conn.batch_execute(
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        self.assert_pragma("journal_mode", "wal")?;
        self.assert_pragma("synchronous", "2")?;
        self.assert_pragma("foreign_keys", "1")
    }

    fn assert_pragma(&mut self, name: &'static str, wanted: &str) -> Result<()> {
        let found = self.pragma(name)?;
        if found == wanted { Ok(()) } else { Err(Error::Unsafe(name, found)) }
    }

    /// The value of a pragma, as text.
    ///
    /// # Errors
    /// SQLite does not know it.
    pub fn pragma(&mut self, name: &str) -> Result<String> {
        let statement = format!("SELECT CAST({name} AS TEXT) AS value FROM pragma_{name}");
        Ok(diesel::sql_query(statement).get_result::<Pragma>(&mut self.conn)?.value)
    }
}

fn connect(path: &Path) -> Result<SqliteConnection> {
    let url = path.to_str().ok_or_else(|| Error::Other(format!("{path:?}: UTF-8?")))?;
    SqliteConnection::establish(url).map_err(|cause| Error::Other(cause.to_string()))
}

#[derive(diesel::QueryableByName)]
struct Pragma {
    #[diesel(sql_type = sql_types::Text)]
    value: String,
}

#[cfg(test)]
mod tests;
