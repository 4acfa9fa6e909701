//! A backup: one file, as of one instant, taken while the server works.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::failed;
use super::tools::{Tools, end, start, unfinished};
use crate::config::Problem;

/// Writes the database into a new file that only its owner can read: it holds personal data, password hashes and signing keys.
/// It bears its name when it is whole. `tell` hears what is being done.
///
/// # Errors
/// When the file is there already, or cannot be written, or `pg_dump` fails; nothing is left then.
pub async fn backup(tools: &Tools, file: &Path, tell: &(dyn Fn(&str) + Sync)) -> Result<u64, Problem> {
    if file.exists() {
        return Err(exists(file));
    }
    let part = unfinished(file);
    let written = write(tools, &part, tell).await;
    if written.is_err() {
        std::fs::remove_file(&part).ok();
    }
    let size = written?;
    std::fs::rename(&part, file).map_err(|error| failed(file.display(), error))?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let kept = File::open(folder).and_then(|folder| folder.sync_all());
    kept.map_err(|error| failed(folder.display(), error))?;
    Ok(size)
}

async fn write(tools: &Tools, part: &Path, tell: &(dyn Fn(&str) + Sync)) -> Result<u64, Problem> {
    let wrong = |error| failed(part.display(), error);
    let open = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(part);
    let file = open.map_err(wrong)?;
    let mut command = tools.connected("pg_dump");
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--verbose", "--file"])
        .arg(part);
    end(start(&mut command, "pg_dump")?, "pg_dump", tell).await?;
    file.sync_all().map_err(wrong)?;
    Ok(file.metadata().map_err(wrong)?.len())
}

fn exists(file: &Path) -> Problem {
    let shown = file.display();
    Problem::new(
        format!("มีไฟล์ {shown} อยู่แล้ว โปรดใช้ชื่ออื่น"),
        format!("{shown} is there already: choose another name."),
    )
}
