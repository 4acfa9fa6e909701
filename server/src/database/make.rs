//! The folders and files of a cluster that is not there yet.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::binaries::Binaries;
use super::failed;
use super::owner::Owner;
use crate::config::Problem;

/// `initdb`: UTF-8, bytes in their own order, checksums; whoever can enter the socket folder is the owner, nobody else gets in.
pub async fn make(binaries: &Binaries, owner: Owner, folder: &Path) -> Result<(), Problem> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| failed(folder.display(), error))?;
    owner.give(folder)?;
    owner.reaches(folder).await?;
    let mut command = owner.command(binaries.program("initdb"));
    command
        .arg("-D")
        .arg(folder)
        .args(["-U", "otop", "-E", "UTF8", "--locale=C", "--data-checksums"]);
    let output = command
        .args(["--auth-local=trust", "--auth-host=reject"])
        .output()
        .await
        .map_err(|error| failed("initdb", error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed("initdb", String::from_utf8_lossy(&output.stderr).trim()))
}

/// A fresh folder with a short name: the whole path of a socket may have 107 bytes.
pub fn socket_folder(owner: Owner) -> Result<PathBuf, Problem> {
    let name = format!("otop-{:08x}", rand::random::<u32>());
    let folder = Path::new("/tmp").join(name);
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .map_err(|error| failed(folder.display(), error))?;
    owner.give(&folder)?;
    Ok(folder)
}

/// A fresh log of the cluster.
pub fn log_file(data: &Path) -> Result<File, Problem> {
    let path = data.join("postgres.log");
    File::create(&path).map_err(|error| failed(path.display(), error))
}
