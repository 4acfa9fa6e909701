//! Backup and restore: a copy of the file as of one moment, with the queue and without the keys of the sign-in.

use std::{
    fs,
    path::{Path, PathBuf},
};

use diesel::{RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_types};

use super::{
    Store, check,
    life::{self, End},
    mark::Mark,
    place::{Place, owner_only, remove, settle_file, settle_folder},
    replace,
    session::all_waiting,
    version,
};
use crate::{
    clock,
    error::{Error, Result},
};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Edits of the queue without an answer, whoever recorded them.
    pub waiting: i64,
    /// Where the file is kept that was in the place before, if there was one.
    pub aside: Option<PathBuf>,
}

impl Store {
    /// Writes a copy as of now, and tells how many waiting edits it has.
    ///
    /// # Errors
    /// There is a file of that name; the disk is full. Then no copy is left behind.
    pub fn backup(&mut self, to: &Path) -> Result<i64> {
        if to.exists() {
            return Err(exists(to));
        }
        let part = part_of(to);
        let made = self.copy_to(&part);
        if made.is_err() {
            remove(&part)?;
        }
        let waiting = made?;
        fs::rename(&part, to)?;
        settle_folder(to.parent().unwrap_or(Path::new("")))?;
        Ok(waiting)
    }

    fn copy_to(&mut self, part: &Path) -> Result<i64> {
        remove(part)?;
        owner_only(part)?;
        let name = part.to_string_lossy();
        diesel::sql_query("VACUUM INTO ?1")
            .bind::<sql_types::Text, _>(name)
            .execute(&mut self.conn)?;
        let waiting = replace::build(part, |conn| {
            conn.batch_execute("UPDATE session SET access_token = NULL, refresh_token = NULL; DELETE FROM lease")?;
            all_waiting(conn)
        })?;
        settle_file(part)?;
        Ok(waiting)
    }
}

/// Puts a backup in the laptop's place, as a new life of it: see [`life`].
///
/// # Errors
/// The backup is none, damaged, or a newer program's; edits wait in the file that is there and `replace` was not asked for; another
/// program has it open.
pub fn restore(place: &Place, from: &Path, replace: bool) -> Result<Restored> {
    place.prepare_folder()?;
    replace::finish(place)?;
    let _alone = place.alone()?;
    let there = place.file().exists();
    if there && !replace {
        must_be_empty(place)?;
    }
    let aside = there
        .then(|| replace::keep_aside(place, "before", &clock::fresh_id()))
        .transpose()?;
    let noted = Mark::read(&place.mark()).map_or(1, |mark| mark.next_seq);
    let mut restored = Restored { waiting: 0, aside };
    replace::put(place, |part| {
        fs::copy(from, part)?;
        restored.waiting = replace::build(part, |conn| renew(conn, from, noted))?;
        Ok(())
    })?;
    Ok(restored)
}

fn renew(conn: &mut SqliteConnection, from: &Path, noted: i64) -> Result<i64> {
    let is_ours = matches!(version::of(conn), Ok(found) if found > 0) && check::whole(conn).is_ok();
    if !is_ours {
        return Err(no_backup(from));
    }
    version::bring_up(conn)?;
    life::begin(conn, End::Restored, noted)?;
    all_waiting(conn)
}

/// What waits here is not thrown away unasked.
fn must_be_empty(place: &Place) -> Result<()> {
    let waiting = Store::open_alone(place)?.all_waiting()?;
    if waiting == 0 { Ok(()) } else { Err(would_leave(waiting)) }
}

fn part_of(to: &Path) -> PathBuf {
    let mut name = to.to_owned().into_os_string();
    name.push(".part");
    name.into()
}

fn exists(to: &Path) -> Error {
    let to = to.display();
    Error::usage(
        format!("มีแฟ้ม {to} อยู่แล้ว ระบุชื่ออื่น"),
        format!("There is a file {to} already: name another one."),
    )
}

fn no_backup(from: &Path) -> Error {
    let from = from.display();
    Error::usage(
        format!("{from} ไม่ใช่แฟ้มสำรองของโปรแกรมนี้ หรือเสียหาย"),
        format!("{from} is no backup of this program, or it is damaged."),
    )
}

fn would_leave(waiting: i64) -> Error {
    Error::usage(
        format!("มี {waiting} รายการรออยู่ในเครื่องนี้ ส่งก่อนด้วย otop sync หรือเก็บแฟ้มเดิมไว้ต่างหากด้วย --replace"),
        format!("{waiting} edits wait on this laptop: send them first (otop sync), or set its file aside with --replace."),
    )
}

#[cfg(test)]
mod tests;
