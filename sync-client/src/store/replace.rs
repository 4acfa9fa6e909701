//! Putting another file in the laptop's place, whole or not at all.
//!
//! The new file is finished beside the old one and then named `otop.next`: from that moment it counts. What is left, taking
//! the old log away and moving the new file over the old one, is done again by whoever opens the file next, should the power
//! fail meanwhile. An old log must never meet a new file: SQLite would write it in. The old mark goes too: the new file is
//! another life.

use std::{
    fs,
    path::{Path, PathBuf},
};

use diesel::{SqliteConnection, connection::SimpleConnection};

use super::{
    connect,
    place::{Place, owner_only, remove, settle_file, settle_folder},
};
use crate::error::Result;

/// Finishes what was begun before the power failed.
///
/// # Errors
/// Another program has the file open; the folder cannot be written.
pub fn finish(place: &Place) -> Result<()> {
    if !place.next().exists() {
        return Ok(());
    }
    let _alone = place.alone()?;
    move_in(place)
}

/// Lets `make` fill an empty file, and puts it in the laptop's place. The caller has the place to itself.
///
/// # Errors
/// What `make` says, or the disk: then the old file is still in its place.
pub fn put(place: &Place, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let part = place.next().with_extension("part");
    remove(&part)?;
    owner_only(&part)?;
    let made = make(&part).and_then(|()| settle_file(&part));
    if made.is_err() {
        remove(&part)?;
    }
    made?;
    fs::rename(&part, place.next())?;
    settle_folder(place.folder())?;
    move_in(place)
}

fn move_in(place: &Place) -> Result<()> {
    if !place.next().exists() {
        return Ok(());
    }
    place.companions().iter().try_for_each(|companion| remove(companion))?;
    remove(&place.mark())?;
    settle_folder(place.folder())?;
    fs::rename(place.next(), place.file())?;
    settle_folder(place.folder())
}

/// Copies the file and its log, as they are, into a folder of their own beside it, and tells which.
///
/// # Errors
/// The disk is full; the file cannot be read. Then there is no such folder.
pub fn keep_aside(place: &Place, why: &str, id: &str) -> Result<PathBuf> {
    let folder = place.aside(why, id);
    let copied = copy_into(place, &folder);
    if copied.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    copied.map(|()| folder)
}

fn copy_into(place: &Place, folder: &Path) -> Result<()> {
    let aside = Place::new(&folder.join(place.file().file_name().unwrap_or_default()));
    aside.prepare()?;
    fs::copy(place.file(), aside.file())?;
    settle_file(aside.file())?;
    let [log, _] = place.companions();
    if log.exists() {
        let [copy, _] = aside.companions();
        owner_only(&copy)?;
        fs::copy(&log, &copy)?;
        settle_file(&copy)?;
    }
    settle_folder(folder)
}

/// Opens a file that is being made, works on it, and leaves it as one file without a log.
///
/// # Errors
/// What `work` says.
pub fn build<T>(file: &Path, work: impl FnOnce(&mut SqliteConnection) -> Result<T>) -> Result<T> {
    let mut conn = connect(file)?;
    // What is overwritten here leaves no trace: tokens are taken out of copies this way. Nobody believes the file before
    // it is finished and settled as a whole.
    conn.batch_execute("PRAGMA secure_delete = ON; PRAGMA synchronous = OFF")?;
    let done = work(&mut conn)?;
    conn.batch_execute("PRAGMA journal_mode = DELETE")?;
    Ok(done)
}
