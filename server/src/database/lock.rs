//! One server per data folder. The lock is the operating system's, so it ends with the process however that ends.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;

use super::failed;
use crate::config::Problem;

/// Held for as long as a process is responsible for the cluster of a data folder.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` when another process has it.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(folder: &Path) -> Result<Option<Self>, Problem> {
        let path = folder.join("server.lock");
        let open = File::options().create(true).truncate(false).read(true).write(true).open(&path);
        let mut file = open.map_err(|error| failed(path.display(), error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(path.display(), error)),
        }
        let noted = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.map_err(|error| failed(path.display(), error))?;
        Ok(Some(Self { _file: file }))
    }

    /// What to tell somebody who starts a second server on the same folder.
    pub fn refusal(folder: &Path) -> Problem {
        let process = std::fs::read_to_string(folder.join("server.lock")).unwrap_or_default();
        let (folder, process) = (folder.display(), process.trim());
        Problem::new(
            format!("โฟลเดอร์ข้อมูล {folder} มีเซิร์ฟเวอร์ใช้งานอยู่แล้ว (โปรเซส {process}) โปรดหยุดก่อน หรือระบุ --data-dir อื่น"),
            format!("The data folder {folder} is already served (process {process}): stop that one, or name another --data-dir."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_at_a_time() {
        let folder = std::env::temp_dir().join(format!("otop-lock-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        let first = Lock::take(&folder).unwrap();
        assert!(first.is_some());
        assert!(Lock::take(&folder).unwrap().is_none());
        assert!(Lock::refusal(&folder).english.contains(&std::process::id().to_string()));
        drop(first);
        assert!(Lock::take(&folder).unwrap().is_some());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
