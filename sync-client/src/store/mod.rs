//! The file of one laptop: opened so that what was shown as saved stays saved, and refused when a newer program wrote it.

use std::path::Path;

use diesel::{Connection, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_types};

use crate::{
    clock,
    error::{Error, Result},
};

pub mod answers;
pub mod mirror;
pub mod outbox;
pub mod outgoing;
pub mod overlay;
pub mod session;
pub mod sheets;
pub mod tables;

mod owner_only;
mod rows;
mod withdraw;

/// The version of `schema.sql`. A file with a higher one is refused, one with a lower one is brought up.
pub const VERSION: i32 = 3;

/// An open file.
pub struct Store {
    pub(crate) conn: SqliteConnection,
}

impl Store {
    /// Opens or makes the file, and asserts that its commits reach the disk before they are believed.
    ///
    /// # Errors
    /// The file cannot be opened, belongs to a newer program, or does not keep `WAL` and `synchronous=FULL`.
    pub fn open(path: &Path) -> Result<Store> {
        owner_only::prepare(path)?;
        let url = path.to_str().ok_or_else(|| Error::Other(format!("{path:?}: UTF-8?")))?;
        let conn = SqliteConnection::establish(url).map_err(|cause| Error::Other(cause.to_string()))?;
        let mut store = Store { conn };
        store.configure()?;
        store.upgrade()?;
        Ok(store)
    }

    /// Runs `work` as one transaction that holds the write lock from its start: one edit, one commit, one fsync.
    ///
    /// # Errors
    /// Whatever `work` says, with nothing written.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut SqliteConnection) -> Result<T>) -> Result<T> {
        self.conn.immediate_transaction(|conn| {
            let output = work(conn);
            fail::fail_point!("before-save", |_| std::process::abort());
            output
        })
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

    /// The second of two programs that start at the same time finds the work done when its lock comes.
    fn upgrade(&mut self) -> Result<()> {
        if version(&mut self.conn)? == VERSION {
            return Ok(());
        }
        self.conn.immediate_transaction(|conn| match version(conn)? {
            VERSION => Ok(()),
            newer if newer > VERSION => Err(Error::Newer(newer)),
            older => bring_up(conn, older),
        })
    }
}

fn version(conn: &mut SqliteConnection) -> Result<i32> {
    let made = diesel::sql_query("SELECT CAST(user_version AS TEXT) AS value FROM pragma_user_version").get_result::<Pragma>(conn)?;
    Ok(made.value.parse().unwrap_or(i32::MAX))
}

fn bring_up(conn: &mut SqliteConnection, older: i32) -> Result<()> {
    if older == 0 {
        conn.batch_execute(include_str!("schema.sql"))?;
        session::name_device(conn, &clock::fresh_id())?;
    } else {
        let steps = [include_str!("second.sql"), include_str!("third.sql")];
        let done = usize::try_from(older - 1).unwrap_or_default();
        steps.into_iter().skip(done).try_for_each(|step| conn.batch_execute(step))?;
    }
    conn.batch_execute(include_str!("views.sql"))?;
    conn.batch_execute(&format!("PRAGMA user_version = {VERSION}"))?;
    Ok(())
}

#[derive(diesel::QueryableByName)]
struct Pragma {
    #[diesel(sql_type = sql_types::Text)]
    value: String,
}

#[cfg(test)]
mod tests;
