//! The file holds figures of single owners and a sign-in: where the system knows owners, only this one may read it.

use std::{fs, path::Path};

use crate::error::Result;

/// Makes the folder and an empty file, both closed to others, before SQLite writes the first byte.
pub fn prepare(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        make(folder)?;
    }
    open(path)
}

#[cfg(unix)]
fn make(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?)
}

#[cfg(unix)]
fn open(path: &Path) -> Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(())
}

/// Elsewhere the user's own data folder is what keeps others out.
#[cfg(not(unix))]
fn make(folder: &Path) -> Result<()> {
    Ok(fs::create_dir_all(folder)?)
}

#[cfg(not(unix))]
fn open(path: &Path) -> Result<()> {
    fs::OpenOptions::new().create(true).append(true).open(path)?;
    Ok(())
}
