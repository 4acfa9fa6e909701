//! PostgreSQL's own programs at work for a person: what they say goes to a progress line, their last words into the error.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::str::FromStr;

use diesel::sql_types::Integer;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use super::binaries::Binaries;
use super::failed;
use crate::config::{Problem, Storage};

/// Lines of an ended program that are kept for the error.
const LAST_WORDS: usize = 5;

/// Programs that fit a database, and its address.
pub struct Tools {
    binaries: Option<Binaries>,
    url: String,
}

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = Integer)]
    major: i32,
}

impl Tools {
    /// The programs of the database's own version where they are installed, else the newest, else what `PATH` has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(storage: &Storage, url: &str, connection: &mut AsyncPgConnection) -> Result<Self, Problem> {
        let query = diesel::sql_query("SELECT current_setting('server_version_num')::int / 10000 AS major");
        let version: Version = query.get_result(connection).await.map_err(|error| failed("PostgreSQL", error))?;
        let fitting = Binaries::find(storage, u32::try_from(version.major).ok()).await;
        let binaries = match fitting {
            Ok(binaries) => Some(binaries),
            Err(_) => Binaries::find(storage, None).await.ok(),
        };
        Ok(Self {
            binaries,
            url: url.to_owned(),
        })
    }

    /// One of the programs, without input.
    pub(super) fn command(&self, name: &str) -> Command {
        let program = self
            .binaries
            .as_ref()
            .map_or_else(|| PathBuf::from(name), |binaries| binaries.program(name));
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// One of the programs, connected to the database. The password goes by the environment: others can read command lines.
    pub(super) fn connected(&self, name: &str) -> Command {
        let mut command = self.command(name);
        command.arg("--dbname").arg(without_password(&self.url));
        let address = self.url.split('?').next().unwrap_or_default();
        let parsed = tokio_postgres::Config::from_str(address).ok();
        if let Some(password) = parsed.as_ref().and_then(|config| config.get_password()) {
            command.env("PGPASSWORD", String::from_utf8_lossy(password).as_ref());
        }
        command
    }
}

/// The address with the user but without the password.
fn without_password(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let host = url[start..].find('/').map_or(url.len(), |at| start + at);
    let Some(at) = url[start..host].rfind('@').map(|at| start + at) else {
        return url.to_owned();
    };
    let user = url[start..at].split(':').next().unwrap_or_default();
    format!("{}{user}{}", &url[..start], &url[at..])
}

/// Starts a program.
///
/// # Errors
/// When it is not installed.
pub(super) fn start(command: &mut Command, name: &str) -> Result<Child, Problem> {
    command.spawn().map_err(|error| {
        Problem::new(
            format!("เรียกใช้ {name} ไม่ได้ ({error}) โปรดติดตั้งโปรแกรมของ PostgreSQL หรือระบุ PG_BIN"),
            format!("{name} does not start ({error}): install PostgreSQL's programs, or set PG_BIN."),
        )
    })
}

/// Waits for a program's end while it talks; its last words if it failed.
///
/// # Errors
/// What it said at last.
pub(super) async fn end(mut child: Child, name: &str, tell: &(dyn Fn(&str) + Sync)) -> Result<(), Problem> {
    let words = match child.stderr.take() {
        Some(stderr) => listen(stderr, tell).await,
        None => Vec::new(),
    };
    let status = child.wait().await.map_err(|error| failed(name, error))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed(name, words.join("\n")))
    }
}

async fn listen(stderr: impl AsyncRead + Unpin, tell: &(dyn Fn(&str) + Sync)) -> Vec<String> {
    let mut lines = BufReader::new(stderr).lines();
    let mut last = Vec::new();
    while let Ok(Some(line)) = lines.next_line().await {
        tell(&line);
        if last.len() == LAST_WORDS {
            last.remove(0);
        }
        last.push(line);
    }
    last
}

/// The same name with another ending behind it: what is being written is not yet the file.
pub(super) fn unfinished(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_stands_in_no_command_line() {
        let bare = "postgres://otop@db.example:5432/otop?sslmode=require";
        assert_eq!(
            without_password("postgres://otop:s%40cret@db.example:5432/otop?sslmode=require"),
            bare
        );
        assert_eq!(without_password(bare), bare);
        assert_eq!(without_password("postgres://%2Ftmp%2Fotop/otop"), "postgres://%2Ftmp%2Fotop/otop");
    }
}
