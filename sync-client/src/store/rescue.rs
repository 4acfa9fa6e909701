//! A damaged file: every row of the queue that can be read moves into a new file, one by one, and the damaged one is kept
//! beside it, untouched, for whoever can read more of it. What the server knows is not rescued but read again.

use std::path::PathBuf;

use diesel::{RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_types};

use super::{
    life::{self, End},
    mark::Mark,
    place::Place,
    replace, version,
};
use crate::{clock, error::Result, message::Message};

/// What came of a rescue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescued {
    /// Edits of the queue that could be read, answered ones included.
    pub edits: usize,
    /// Where the damaged file is kept.
    pub aside: PathBuf,
}

impl Rescued {
    /// What a person is told.
    #[must_use]
    pub fn message(&self) -> Message {
        let Message { th, en } = End::Rescued.message();
        let (edits, aside) = (self.edits, self.aside.display());
        Message::new(
            format!("{th} (กู้คืน {edits} รายการ แฟ้มเดิมเก็บไว้ที่ {aside})"),
            format!("{en} ({edits} edits were rescued; the damaged file is kept in {aside}.)"),
        )
    }
}

/// Small tables that are copied as wholes: whose edits these are, for which server, and the numbers people know.
const COPIES: [&str; 6] = [
    "INSERT OR IGNORE INTO person (id, name) SELECT id, name FROM old.person",
    "INSERT OR IGNORE INTO session (one, server, username, person, position, assignments)
     SELECT one, server, username, person, position, assignments FROM old.session",
    "UPDATE mirror SET (server, person, since_seq) = (SELECT server, person, since_seq FROM old.mirror)
     WHERE EXISTS (SELECT 1 FROM old.mirror)",
    "INSERT OR IGNORE INTO listed (number, operation_id) SELECT number, operation_id FROM old.listed",
    "INSERT OR IGNORE INTO attachment (id, person, producer_id, month, input, file_name, size, scan, received, recorded_at, state, refusal, epoch, answered_at)
     SELECT id, person, producer_id, month, input, file_name, size, scan, received, recorded_at, state, refusal, epoch, answered_at FROM old.attachment",
    "INSERT OR IGNORE INTO past_device SELECT id, next_seq, ended_at, reason FROM old.past_device",
];

/// Persons whose name could not be read keep their edits.
const NAMELESS: &str = "INSERT OR IGNORE INTO person (id, name) SELECT DISTINCT person, person FROM outbox";

/// Replaces the damaged file by what can be read of it.
///
/// # Errors
/// Another program has the file open; the disk is full. Then everything is as it was.
pub fn rescue(place: &Place) -> Result<Rescued> {
    let _alone = place.alone()?;
    let aside = replace::keep_aside(place, "damaged", &clock::fresh_id())?;
    let mut edits = 0;
    replace::put(place, |part| {
        edits = replace::build(part, |conn| {
            version::bring_up(conn)?;
            salvage(conn, place)
        })?;
        Ok(())
    })?;
    Ok(Rescued { edits, aside })
}

fn salvage(conn: &mut SqliteConnection, place: &Place) -> Result<usize> {
    conn.batch_execute("PRAGMA foreign_keys = OFF")?;
    let noted = Mark::read(&place.mark()).map_or(1, |mark| mark.next_seq);
    let edits = if attach(conn, place) { take_over(conn) } else { 0 };
    conn.batch_execute(NAMELESS)?;
    life::begin(conn, End::Rescued, noted)?;
    Ok(edits)
}

fn attach(conn: &mut SqliteConnection, place: &Place) -> bool {
    let name = place.file().to_string_lossy();
    let attached = diesel::sql_query("ATTACH ?1 AS old").bind::<sql_types::Text, _>(name).execute(conn);
    attached.is_ok()
}

/// Whatever cannot be read is passed over.
fn take_over(conn: &mut SqliteConnection) -> usize {
    for copy in COPIES {
        let _ = conn.batch_execute(copy);
    }
    let copy_row = copy_row(conn);
    let one = |conn: &mut SqliteConnection, row: i64| {
        let taken = diesel::sql_query(&copy_row).bind::<sql_types::BigInt, _>(row);
        taken.execute(conn).unwrap_or(0)
    };
    (1..=last_row(conn)).map(|row| one(conn, row)).sum()
}

/// The statement that copies row `?1` of the queue: the columns that both files have, since the damaged one may be older.
fn copy_row(conn: &mut SqliteConnection) -> String {
    let columns = diesel::sql_query(include_str!("rescue.sql")).get_result::<Columns>(conn);
    let columns = columns.map_or_else(|_| String::new(), |row| row.columns);
    format!("INSERT OR IGNORE INTO outbox ({columns}) SELECT {columns} FROM old.outbox WHERE rowid = ?1")
}

/// The last row there can be: as far as the tree of the table can be followed, or as many as were ever numbered.
fn last_row(conn: &mut SqliteConnection) -> i64 {
    let ask = |conn: &mut SqliteConnection, question: &str| {
        let answer = diesel::sql_query(question).get_result::<Number>(conn);
        answer.map_or(0, |row| row.number)
    };
    let in_tree = ask(conn, "SELECT coalesce(max(rowid), 0) AS number FROM old.outbox");
    let numbered = ask(conn, "SELECT next_seq AS number FROM old.device");
    in_tree.max(numbered).max(LEAST_LOOKED_AT)
}

/// So many rows are looked for even where nothing tells how many there were: a laptop's month many times over.
const LEAST_LOOKED_AT: i64 = 10_000;

#[derive(diesel::QueryableByName)]
struct Columns {
    #[diesel(sql_type = sql_types::Text)]
    columns: String,
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = sql_types::BigInt)]
    number: i64,
}

#[cfg(test)]
mod tests;
