//! Where the figures are kept: a private PostgreSQL cluster by default (`cluster`), any PostgreSQL by address otherwise.
//!
//! | file | what it holds |
//! |---|---|
//! | `cluster`, `make` | the private cluster: made, started, stopped |
//! | `binaries`, `owner`, `postmaster`, `lock` | where PostgreSQL lies, who runs it, whether it runs, who is responsible for it |
//! | `pool`, `tls` | connections |
//! | `bulk` | a connection for `COPY` |
//! | `migrate` | the shape of the keeping |
//! | `wall` | the role of a person's transaction |
//! | `backup`, `restore`, `tools` | into a file and back, by PostgreSQL's own programs |

use std::fmt::Display;
use std::path::{Path, PathBuf};

mod backup;
mod binaries;
mod bulk;
mod cluster;
mod lock;
mod make;
pub mod migrate;
pub(crate) mod owner;
mod pool;
mod postmaster;
mod restore;
mod tls;
mod tools;
mod wall;

pub use backup::backup;
pub use bulk::{copy, lines, loader};
pub use cluster::{Cluster, Stop};
pub use pool::{Pool, connect, pool};
pub use restore::{alone, holds_figures, restore};
pub use tools::Tools;

use crate::config::{Problem, Storage};
use lock::Lock;

/// The database a program works with, and what has to be put away afterwards.
#[derive(Debug)]
pub struct Database {
    url: String,
    own: Option<(Cluster, Lock, Stop)>,
}

impl Database {
    /// For a server: the given database, or the private cluster, which nobody else may be serving.
    ///
    /// # Errors
    /// With the words to tell the person who started the program.
    pub async fn serve(storage: &Storage) -> Result<Self, Problem> {
        storage.check()?;
        if let Some(url) = storage.database_url() {
            return Ok(Self {
                url: url.to_owned(),
                own: None,
            });
        }
        let data = data_folder(storage).await?;
        let Some(lock) = Lock::take(&data)? else {
            return Err(Lock::refusal(&data));
        };
        Self::start(storage, &data, lock, Stop::Fast).await
    }

    /// For a tool: the given database, the cluster of the running server, or the private cluster for the time of the work.
    ///
    /// # Errors
    /// As [`Database::serve`].
    pub async fn visit(storage: &Storage) -> Result<Self, Problem> {
        storage.check()?;
        if let Some(url) = storage.database_url() {
            return Ok(Self {
                url: url.to_owned(),
                own: None,
            });
        }
        let data = data_folder(storage).await?;
        match Lock::take(&data)? {
            Some(lock) => Self::start(storage, &data, lock, Stop::Smart).await,
            None => cluster::running(&data).map(|url| Self { url, own: None }).ok_or_else(starting),
        }
    }

    /// For a tool that works on what is there: as [`Database::visit`], but a folder without a cluster is refused, since a
    /// mistyped folder must not become a new and empty database.
    ///
    /// # Errors
    /// As [`Database::serve`]; nothing is kept in the folder.
    pub async fn existing(storage: &Storage) -> Result<Self, Problem> {
        if storage.database_url().is_none() {
            let folder = storage.folder(owner::is_root().await?)?;
            if !folder.join("postgres/PG_VERSION").is_file() {
                return Err(nothing_kept(&folder));
            }
        }
        Self::visit(storage).await
    }

    async fn start(storage: &Storage, data: &Path, lock: Lock, stop: Stop) -> Result<Self, Problem> {
        let cluster = Cluster::start(storage, data, &[]).await?;
        Ok(Self {
            url: cluster.url(),
            own: Some((cluster, lock, stop)),
        })
    }

    /// The address, for PostgreSQL's own tools as well.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Migrates the database; see [`migrate::run`].
    ///
    /// # Errors
    /// When it cannot be reached or a migration fails.
    pub async fn migrate(&self) -> Result<Vec<String>, Problem> {
        let conn = connect(&self.url).await.map_err(unreachable)?;
        migrate::run(conn).await
    }

    /// Puts away what was started for the work.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn close(self) -> Result<(), Problem> {
        match self.own {
            Some((cluster, _lock, how)) => cluster.stop(how).await,
            None => Ok(()),
        }
    }
}

async fn data_folder(storage: &Storage) -> Result<PathBuf, Problem> {
    let folder = storage.folder(owner::is_root().await?)?;
    std::fs::create_dir_all(&folder).map_err(|error| failed(folder.display(), error))?;
    folder.canonicalize().map_err(|error| failed(folder.display(), error))
}

fn nothing_kept(folder: &Path) -> Problem {
    let shown = folder.display();
    Problem::new(
        format!("ไม่พบฐานข้อมูลในโฟลเดอร์ {shown} โปรดตรวจสอบ --data-dir หรือ --database-url"),
        format!("There is no database in {shown}: check --data-dir or --database-url."),
    )
}

fn unreachable(error: diesel::ConnectionError) -> Problem {
    Problem::new(
        format!("ติดต่อฐานข้อมูลไม่ได้ ({error}) โปรดตรวจสอบ DATABASE_URL และสถานะของ PostgreSQL"),
        format!("The database cannot be reached ({error}): check DATABASE_URL, and whether PostgreSQL runs."),
    )
}

fn starting() -> Problem {
    Problem::new(
        "เซิร์ฟเวอร์กำลังเริ่มหรือกำลังหยุด โปรดลองใหม่อีกครั้ง",
        "The server is just starting or stopping; try again in a moment.",
    )
}

/// Something outside failed: what it was, and its own words.
fn failed(what: impl Display, error: impl Display) -> Problem {
    Problem::new(format!("{what} ล้มเหลว: {error}"), format!("{what} failed: {error}"))
}
