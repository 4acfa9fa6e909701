//! The file's version, which is also the version of what is queued in it: a newer program brings an older queue up, an older
//! program refuses a newer file.

use diesel::{RunQueryDsl, SqliteConnection, connection::SimpleConnection};

use super::{Pragma, session};
use crate::{
    clock,
    error::{Error, Result},
};

/// The version of `schema.sql`. A file with a higher one is refused, one with a lower one is brought up.
pub const VERSION: i32 = 9;

/// What leads from each version to the next, from the first on.
const STEPS: [&str; VERSION as usize - 1] = [
    include_str!("second.sql"),
    include_str!("third.sql"),
    include_str!("fourth.sql"),
    include_str!("fifth.sql"),
    include_str!("sixth.sql"),
    include_str!("seventh.sql"),
    include_str!("eighth.sql"),
    include_str!("ninth.sql"),
];

/// Makes the tables of a new file, or brings an older file up, and gives the version it had. The second of two programs that
/// start at the same time finds the work done when its lock comes.
///
/// # Errors
/// A newer program wrote the file.
pub fn bring_up(conn: &mut SqliteConnection) -> Result<i32> {
    let found = of(conn)?;
    if found == VERSION {
        return Ok(found);
    }
    conn.immediate_transaction(|conn| {
        let found = of(conn)?;
        match found {
            VERSION => (),
            newer if newer > VERSION => return Err(Error::Newer(newer)),
            older => from(conn, older)?,
        }
        Ok(found)
    })
}

/// The version of an open file; 0 for one that was just made.
///
/// # Errors
/// The file cannot be read.
pub fn of(conn: &mut SqliteConnection) -> Result<i32> {
    let made = diesel::sql_query("SELECT CAST(user_version AS TEXT) AS value FROM pragma_user_version").get_result::<Pragma>(conn)?;
    Ok(made.value.parse().unwrap_or(i32::MAX))
}

fn from(conn: &mut SqliteConnection, older: i32) -> Result<()> {
    match usize::try_from(older) {
        Ok(0) => {
            conn.batch_execute(include_str!("schema.sql"))?;
            session::name_device(conn, &clock::fresh_id())?;
        }
        Ok(done) => STEPS.iter().skip(done - 1).try_for_each(|step| conn.batch_execute(step))?,
        Err(_) => return Err(Error::Newer(older)),
    }
    conn.batch_execute(include_str!("views.sql"))?;
    conn.batch_execute(&format!("PRAGMA user_version = {VERSION}"))?;
    Ok(())
}

#[cfg(test)]
mod tests;
