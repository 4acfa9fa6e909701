//! The private PostgreSQL cluster of a data folder: made once, started with the server, stopped with it. It listens on a Unix
//! socket in a short folder that only its owner can enter, and on no network.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use tokio::process::Child;

use super::binaries::Binaries;
use super::failed;
use super::make::{log_file, make, socket_folder};
use super::owner::Owner;
use super::postmaster::Postmaster;
use crate::config::{Problem, Storage};

/// How long a cluster may take to start; crash recovery after a power cut included.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(40);

/// How a cluster ends: at once, or when the last client has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Connections are ended, transactions rolled back.
    Fast,
    /// Waits for other programs that still use it.
    Smart,
}

/// A running cluster that this process is responsible for.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    binaries: Binaries,
    owner: Owner,
    socket: PathBuf,
    /// Absent when a killed server left the cluster running and we took it over.
    child: Option<Child>,
}

impl Cluster {
    /// Starts the cluster below `data`, making it first where there is none. `settings` are PostgreSQL's own, for tests
    /// (`[("fsync", "off")]`). The caller holds the data folder's lock.
    ///
    /// # Errors
    /// When PostgreSQL is missing, does not start, or cannot reach the folder.
    pub async fn start(storage: &Storage, data: &Path, settings: &[(&str, &str)]) -> Result<Self, Problem> {
        let owner = Owner::find().await?;
        let folder = data.join("postgres");
        let made_by = std::fs::read_to_string(folder.join("PG_VERSION"))
            .ok()
            .and_then(|text| text.trim().parse().ok());
        let binaries = Binaries::find(storage, made_by).await?;
        if made_by.is_none() {
            make(&binaries, owner, &folder).await?;
        }
        let mut cluster = match left_running(&folder)? {
            Some(socket) => Self {
                folder,
                binaries,
                owner,
                socket,
                child: None,
            },
            None => Self::launch(folder, binaries, owner, data, settings)?,
        };
        cluster.await_ready(data).await?;
        Ok(cluster)
    }

    fn launch(folder: PathBuf, binaries: Binaries, owner: Owner, data: &Path, settings: &[(&str, &str)]) -> Result<Self, Problem> {
        let socket = socket_folder(owner)?;
        let log = log_file(data)?;
        let errors = log.try_clone().map_err(|error| failed("postgres.log", error))?;
        let mut command = owner.command(binaries.program("postgres"));
        command.arg("-D").arg(&folder).arg("-k").arg(&socket).args(["-h", "", "-p", "5432"]);
        for (name, value) in [
            ("unix_socket_permissions", "0700"),
            ("max_connections", "200"),
            ("log_min_messages", "warning"),
            // Whoever forgets a transaction that writes, on a terminal too, holds back the feed of everybody.
            ("idle_in_transaction_session_timeout", "10min"),
        ]
        .iter()
        .chain(settings)
        {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // Its own process group: Ctrl-C on a terminal is for us; we then stop it in order.
        command.process_group(0).stdout(Stdio::from(log)).stderr(Stdio::from(errors));
        let child = command.spawn().map_err(|error| failed("postgres", error))?;
        Ok(Self {
            folder,
            binaries,
            owner,
            socket,
            child: Some(child),
        })
    }

    /// The address of the cluster's database `otop`.
    pub fn url(&self) -> String {
        url(&self.socket, "otop")
    }

    /// The address of another database of the cluster, for tests.
    pub fn url_of(&self, database: &str) -> String {
        url(&self.socket, database)
    }

    async fn await_ready(&mut self, data: &Path) -> Result<(), Problem> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            if let Ok(mut conn) = AsyncPgConnection::establish(&self.url_of("postgres")).await {
                return ensure_database(&mut conn).await;
            }
            if self.has_ended() || tokio::time::Instant::now() > deadline {
                return Err(did_not_start(data));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn has_ended(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(Some(_)) | Err(_)))
    }

    /// Stops the cluster and removes its socket folder.
    ///
    /// # Errors
    /// When PostgreSQL's own program for stopping fails; the cluster then still runs and is taken over at the next start.
    pub async fn stop(mut self, how: Stop) -> Result<(), Problem> {
        let mode = if how == Stop::Fast { "fast" } else { "smart" };
        let mut command = self.owner.command(self.binaries.program("pg_ctl"));
        let command = command
            .arg("stop")
            .arg("-D")
            .arg(&self.folder)
            .args(["-s", "-w", "-t", "600", "-m", mode]);
        let status = command.status().await.map_err(|error| failed("pg_ctl", error))?;
        if let (true, Some(child)) = (status.success(), self.child.as_mut()) {
            child.wait().await.map_err(|error| failed("postgres", error))?;
        }
        if status.success() {
            std::fs::remove_dir_all(&self.socket).ok();
        }
        Ok(())
    }
}

/// The address of a cluster that another process of ours runs below `data`.
pub fn running(data: &Path) -> Option<String> {
    let folder = data.join("postgres");
    let postmaster = Postmaster::read(&folder).filter(|postmaster| postmaster.lives(&folder))?;
    Some(url(&postmaster.socket, "otop"))
}

/// `%` and `/` are the only characters of our socket folders that an address must hide.
fn url(socket: &Path, database: &str) -> String {
    let host = socket.to_string_lossy().replace('%', "%25").replace('/', "%2F");
    format!("postgres://otop@{host}/{database}")
}

/// A cluster that outlived its killed server is taken over; the note of a dead one is removed.
fn left_running(folder: &Path) -> Result<Option<PathBuf>, Problem> {
    let Some(postmaster) = Postmaster::read(folder) else {
        return Ok(None);
    };
    if postmaster.lives(folder) {
        tracing::info!("taking over the cluster that a killed server left running");
        return Ok(Some(postmaster.socket));
    }
    std::fs::remove_dir_all(&postmaster.socket).ok();
    let note = folder.join("postmaster.pid");
    std::fs::remove_file(&note).map_err(|error| failed(note.display(), error))?;
    Ok(None)
}

async fn ensure_database(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    use diesel_async::RunQueryDsl;
    let there = diesel::sql_query("SELECT 1 FROM pg_database WHERE datname = 'otop'")
        .execute(conn)
        .await;
    if there.map_err(|error| failed("postgres", error))? == 0 {
        conn.batch_execute("CREATE DATABASE otop")
            .await
            .map_err(|error| failed("postgres", error))?;
    }
    Ok(())
}

fn did_not_start(data: &Path) -> Problem {
    let path = data.join("postgres.log");
    let log = std::fs::read_to_string(&path).unwrap_or_default();
    let last: Vec<&str> = log.lines().rev().take(5).collect();
    let last = last.into_iter().rev().collect::<Vec<_>>().join("\n");
    Problem::new(
        format!("PostgreSQL ไม่เริ่มทำงาน ดูรายละเอียดใน {}", path.display()),
        format!("PostgreSQL did not start; see {}:\n{last}", path.display()),
    )
}
