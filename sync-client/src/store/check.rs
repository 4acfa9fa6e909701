//! Whether the file is whole. At each start only the queue is looked at, because only the queue cannot be had again, and
//! a look at the whole file costs more than a start may; `otop doctor` looks at all of it.

use diesel::{RunQueryDsl, SqliteConnection, sql_types};

use crate::error::{Error, Result};

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

/// Looks at the queue and its order.
///
/// # Errors
/// [`Error::Damaged`], with what SQLite found.
pub fn queue(conn: &mut SqliteConnection) -> Result<()> {
    look(conn, "SELECT quick_check AS line FROM pragma_quick_check('outbox')")
}

/// Looks at everything: pages, rows, indexes, references.
///
/// # Errors
/// [`Error::Damaged`], with what SQLite found.
pub fn whole(conn: &mut SqliteConnection) -> Result<()> {
    look(conn, "SELECT integrity_check AS line FROM pragma_integrity_check")?;
    let strays = "SELECT \"table\" || ': ' || coalesce(rowid, '') AS line FROM pragma_foreign_key_check LIMIT 1";
    match diesel::sql_query(strays).load::<Line>(conn)?.pop() {
        Some(stray) => Err(Error::Damaged(stray.line)),
        None => Ok(()),
    }
}

fn look(conn: &mut SqliteConnection, question: &str) -> Result<()> {
    let found: Vec<Line> = diesel::sql_query(question).load(conn)?;
    match found.into_iter().next() {
        Some(said) if said.line != "ok" => Err(Error::Damaged(said.line)),
        _ => Ok(()),
    }
}
