//! Where the file of one laptop lies, and what lies beside it. The file holds figures of single owners and a sign-in: where the
//! system knows owners, only this one may read it.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// A disk with fewer free bytes than this is full: SQLite's index of the log alone takes 32 KiB.
const FULL: u64 = 64 * 1024;

/// The place of a laptop's file.
#[derive(Debug, Clone)]
pub struct Place {
    file: PathBuf,
}

impl Place {
    /// The place of this file, whether it is there or not.
    #[must_use]
    pub fn new(file: &Path) -> Place {
        Place { file: file.to_owned() }
    }

    /// The file itself.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// SQLite's log and the index of the log: they belong to the file and to no other.
    #[must_use]
    pub fn companions(&self) -> [PathBuf; 2] {
        ["-wal", "-shm"].map(|end| {
            let mut name = self.file.clone().into_os_string();
            name.push(end);
            name.into()
        })
    }

    /// How far the file has come; see `mark`.
    #[must_use]
    pub fn mark(&self) -> PathBuf {
        self.file.with_extension("mark")
    }

    /// A whole file that is to take this one's place; see `replace`.
    #[must_use]
    pub fn next(&self) -> PathBuf {
        self.file.with_extension("next")
    }

    /// A folder for a file that was replaced.
    #[must_use]
    pub fn aside(&self, why: &str, id: &str) -> PathBuf {
        self.file.with_extension(format!("{why}-{id}"))
    }

    /// Makes the folder and an empty file, both closed to others, before SQLite writes the first byte.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn prepare(&self) -> Result<()> {
        self.prepare_folder()?;
        owner_only(&self.file)
    }

    /// Makes the folder, closed to others.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn prepare_folder(&self) -> Result<()> {
        if self.folder().as_os_str().is_empty() || self.folder().exists() {
            return Ok(());
        }
        make_folder(self.folder())
    }

    /// What an error comes from. On a full disk SQLite also says "disk I/O error", when it is the index of its log that does
    /// not fit.
    #[must_use]
    pub fn explain(&self, error: Error) -> Error {
        let full = || fs4::available_space(self.folder()).is_ok_and(|free| free < FULL);
        match error {
            Error::Store(_) | Error::Other(_) if full() => Error::Full,
            other => other,
        }
    }

    /// Notes that a program has the file open, until what is returned is dropped. Waits while another one replaces the file.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn share(&self) -> Result<File> {
        let lock = self.lock()?;
        // Where the system knows no locks, nobody can be kept apart; SQLite would not open the file there either.
        let _ = lock.lock_shared();
        Ok(lock)
    }

    /// Makes sure that no program has the file open, until what is returned is dropped.
    ///
    /// # Errors
    /// [`Error::InUse`]: one has.
    pub fn alone(&self) -> Result<File> {
        let lock = self.lock()?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(lock),
        }
    }

    fn lock(&self) -> Result<File> {
        Ok(OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.file.with_extension("lock"))?)
    }
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?)
}

/// Elsewhere the user's own data folder is what keeps others out.
#[cfg(not(unix))]
fn make_folder(folder: &Path) -> Result<()> {
    Ok(fs::create_dir_all(folder)?)
}

/// Makes a file where there is none, and closes it to others.
///
/// # Errors
/// The folder cannot be written.
#[cfg(unix)]
pub fn owner_only(file: &Path) -> Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    OpenOptions::new().create(true).append(true).mode(0o600).open(file)?;
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o600))?)
}

/// Makes a file where there is none.
///
/// # Errors
/// The folder cannot be written.
#[cfg(not(unix))]
pub fn owner_only(file: &Path) -> Result<()> {
    OpenOptions::new().create(true).append(true).open(file)?;
    Ok(())
}

/// Takes a file away, if it is there.
///
/// # Errors
/// It cannot be taken away.
pub fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause.into()),
        _ => Ok(()),
    }
}

/// Waits until the file's bytes are on the disk.
///
/// # Errors
/// The disk refuses.
pub fn settle_file(file: &Path) -> Result<()> {
    Ok(OpenOptions::new().write(true).open(file)?.sync_all()?)
}

/// Waits until the names in a folder are on the disk. Windows keeps them by itself.
///
/// # Errors
/// The disk refuses.
pub fn settle_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
