//! Who runs PostgreSQL. It refuses to run as root, so root hands the cluster to `postgres`, else to `nobody`.

use std::os::unix::fs::chown;
use std::path::Path;

use tokio::process::Command;

use super::failed;
use crate::config::Problem;

/// The account that owns the cluster's files and runs its programs.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// Set when we are root and step down: (user id, group id).
    other: Option<(u32, u32)>,
}

impl Owner {
    /// The account for this process: ourselves, or the one root steps down to.
    ///
    /// # Errors
    /// When root finds neither `postgres` nor `nobody`.
    pub async fn find() -> Result<Self, Problem> {
        if !is_root().await? {
            return Ok(Self { other: None });
        }
        for name in ["postgres", "nobody"] {
            if let (Some(user), Some(group)) = (id(&["-u", name]).await, id(&["-g", name]).await) {
                return Ok(Self {
                    other: Some((user, group)),
                });
            }
        }
        Err(Problem::new(
            "PostgreSQL ทำงานด้วยสิทธิ์ root ไม่ได้ และไม่พบบัญชี postgres หรือ nobody โปรดสร้างบัญชี postgres",
            "PostgreSQL does not run as root, and there is neither an account postgres nor nobody: create postgres.",
        ))
    }

    /// A command that runs as this account, away from folders it might not enter.
    pub fn command(self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(std::process::Stdio::null());
        if let Some((user, group)) = self.other {
            command.uid(user).gid(group);
        }
        command
    }

    /// Gives a folder to this account.
    pub fn give(self, folder: &Path) -> Result<(), Problem> {
        match self.other {
            Some((user, group)) => chown(folder, Some(user), Some(group)).map_err(|error| failed(folder.display(), error)),
            None => Ok(()),
        }
    }

    /// Makes sure that this account can really write into a folder: root's own folders are often closed to others.
    pub async fn reaches(self, folder: &Path) -> Result<(), Problem> {
        let tried = self.command("test").arg("-w").arg(folder).status().await;
        match tried {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(Problem::new(
                format!(
                    "บัญชีที่ใช้งาน PostgreSQL เข้าโฟลเดอร์ {} ไม่ได้ โปรดระบุ --data-dir เป็นโฟลเดอร์อื่น เช่น /var/lib/otop",
                    folder.display()
                ),
                format!(
                    "The account that runs PostgreSQL cannot enter {}; choose another --data-dir, such as /var/lib/otop.",
                    folder.display()
                ),
            )),
            Err(error) => Err(failed("test", error)),
        }
    }
}

/// Whether this process is root.
///
/// # Errors
/// When the system does not tell.
pub async fn is_root() -> Result<bool, Problem> {
    match id(&["-u"]).await {
        Some(user) => Ok(user == 0),
        None => Err(Problem::new(
            "ระบบไม่บอกบัญชีผู้ใช้ (id -u)",
            "The system does not tell who we are (id -u).",
        )),
    }
}

async fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().await.ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
