//! What a running cluster says of itself in `postmaster.pid`, and whether it is true.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// The cluster's own note: who serves it and through which socket folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postmaster {
    pid: u32,
    /// The folder of the Unix socket.
    pub socket: PathBuf,
}

impl Postmaster {
    /// Reads the note, if there is one.
    pub fn read(cluster: &Path) -> Option<Self> {
        parse(&std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?)
    }

    /// Whether the note is true. After a power cut its number may belong to another process: then nobody answers at the
    /// socket, and the process does not work in the cluster's folder.
    pub fn lives(&self, cluster: &Path) -> bool {
        self.answers() || self.works_in(cluster)
    }

    fn answers(&self) -> bool {
        UnixStream::connect(self.socket.join(".s.PGSQL.5432")).is_ok()
    }

    fn works_in(&self, cluster: &Path) -> bool {
        let folder = std::fs::read_link(format!("/proc/{}/cwd", self.pid));
        folder.is_ok_and(|folder| Some(folder) == cluster.canonicalize().ok())
    }
}

/// Lines: process, cluster folder, start time, port, socket folder, …
fn parse(note: &str) -> Option<Postmaster> {
    let mut lines = note.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let socket = PathBuf::from(lines.nth(3)?.trim());
    (!socket.as_os_str().is_empty()).then_some(Postmaster { pid, socket })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_names_process_and_socket() {
        let note = "4711\n/srv/otop/postgres\n1700000000\n5432\n/tmp/otop-1f\n\n  5432001  3\nready   \n";
        assert_eq!(
            parse(note),
            Some(Postmaster {
                pid: 4711,
                socket: PathBuf::from("/tmp/otop-1f")
            })
        );
        assert_eq!(parse("4711\n/srv/otop/postgres\n"), None);
    }

    #[test]
    fn a_note_left_behind_is_recognised() {
        let stale = Postmaster {
            pid: std::process::id(),
            socket: PathBuf::from("/nonexistent"),
        };
        assert!(!stale.lives(Path::new("/nonexistent/postgres")));
    }
}
