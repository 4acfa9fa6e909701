//! Where PostgreSQL's programs lie: the given folder, `pg_config`, `PATH`, the distributions' usual folders.

use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::config::{Problem, Storage};

/// The oldest PostgreSQL we run on (`NULLS NOT DISTINCT`, `security_invoker`).
pub const OLDEST: u32 = 15;

/// One installation of PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    /// The first number of the version, e.g. 15.
    pub major: u32,
}

impl Binaries {
    /// The installation to use: of the version a cluster was made by, else the newest.
    ///
    /// # Errors
    /// When there is none; the message says what to install.
    pub async fn find(storage: &Storage, made_by: Option<u32>) -> Result<Self, Problem> {
        let mut found = Vec::new();
        for folder in candidates(storage).await {
            found.extend(installation(folder).await);
        }
        found.retain(|each: &Self| each.major >= OLDEST && made_by.is_none_or(|major| each.major == major));
        found
            .into_iter()
            .rev()
            .max_by_key(|each| each.major)
            .ok_or_else(|| missing(made_by))
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

async fn candidates(storage: &Storage) -> Vec<PathBuf> {
    if let Some(folder) = &storage.pg_bin {
        return vec![folder.clone()];
    }
    let mut folders: Vec<PathBuf> = pg_config().await.into_iter().collect();
    folders.extend(Storage::search_path());
    folders.extend(
        ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"]
            .iter()
            .flat_map(|root| versions(root)),
    );
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    folders
}

async fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().await.ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.trim()))
}

/// `bin` of every folder below `root` (Debian: `15`; Homebrew: `postgresql@17`), and beside it (Red Hat: `/usr/pgsql-16`).
fn versions(root: &str) -> Vec<PathBuf> {
    let root = Path::new(root);
    let below = std::fs::read_dir(root).into_iter().flatten();
    let beside = root
        .parent()
        .and_then(|parent| std::fs::read_dir(parent).ok())
        .into_iter()
        .flatten();
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pgsql-"));
    let paths = below.flatten().map(|entry| entry.path());
    paths
        .chain(beside.flatten().map(|entry| entry.path()).filter(named))
        .map(|path| path.join("bin"))
        .collect()
}

/// The installation a folder holds, if it holds a server and the program that makes clusters.
async fn installation(folder: PathBuf) -> Option<Binaries> {
    let server = folder.join("postgres").canonicalize().ok()?;
    let folder = server.parent()?.to_path_buf();
    folder.join("initdb").exists().then_some(())?;
    let output = Command::new(&server).arg("--version").output().await.ok()?;
    let major = major(&String::from_utf8(output.stdout).ok()?)?;
    Some(Binaries { folder, major })
}

/// The first number of `postgres (PostgreSQL) 15.18 (Debian …)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn missing(made_by: Option<u32>) -> Problem {
    let version = made_by.unwrap_or(OLDEST);
    Problem::new(
        format!("ไม่พบ PostgreSQL รุ่น {version} โปรดติดตั้ง (Debian/Ubuntu: apt install postgresql) หรือระบุ PG_BIN หรือ DATABASE_URL"),
        format!("PostgreSQL {version} was not found: install it (Debian/Ubuntu: apt install postgresql), or set PG_BIN or DATABASE_URL."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_third_word() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("something else"), None);
    }
}
