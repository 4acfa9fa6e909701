//! The private cluster of a data folder: one server at a time, found by the tools, taken over after a kill, stopped in order.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use kit::process::{Running, bare, finish, free_port, program, ready};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("otop-data-").tempdir().expect("a folder");
        // PostgreSQL may run as another account, which has to pass through.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("it is ours");
        Self(folder)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(program("otop-server"));
        command.arg("--data-dir").arg(self.0.path()).args(arguments);
        command
    }

    async fn serve(&self) -> Running {
        let address = format!("127.0.0.1:{}", free_port());
        let mut running = Running::start(self.command(&["serve", "--listen", &address]));
        ready(&format!("http://{address}"), &mut running).await;
        running
    }

    /// Whether a tool works, and what it prints.
    async fn tool(&self, arguments: &[&str]) -> (bool, String) {
        let output = finish(self.command(arguments)).await;
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// PostgreSQL's process, by its own note.
    fn postmaster(&self) -> Option<String> {
        let note = std::fs::read_to_string(self.0.path().join("postgres/postmaster.pid")).ok()?;
        note.lines().next().map(str::to_owned)
    }

    fn socket(&self) -> String {
        let note = std::fs::read_to_string(self.0.path().join("postgres/postmaster.pid")).expect("it runs");
        note.lines().nth(4).expect("the socket's folder").to_owned()
    }
}

#[tokio::test]
async fn one_server_a_folder_and_the_tools_beside_it() {
    let folder = Folder::new();
    let server = folder.serve().await;
    let (served, text) = folder.tool(&["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(!served && text.contains("already served"), "{text}");
    assert!(folder.tool(&["clock"]).await.0);
    let (moved, text) = folder.tool(&["clock", "2023-03-06T00:00+07:00"]).await;
    assert!(!moved && text.contains("real time"), "{text}");
    let socket = folder.socket();
    assert_eq!(server.stop().await, Some(0));
    assert_eq!(folder.postmaster(), None, "the cluster stopped with its server");
    assert!(!Path::new(&socket).exists());
    assert!(folder.tool(&["clock"]).await.0, "a tool starts it for the time");
    assert_eq!(folder.postmaster(), None);
}

#[tokio::test]
async fn a_killed_server_leaves_a_cluster_that_the_next_one_takes_over() {
    let folder = Folder::new();
    folder.serve().await.kill();
    let left = folder.postmaster().expect("it runs on");
    let server = folder.serve().await;
    assert_eq!(folder.postmaster(), Some(left));
    assert_eq!(server.stop().await, Some(0));
    assert_eq!(folder.postmaster(), None);
}

#[tokio::test]
async fn a_note_of_a_dead_cluster_is_not_believed() {
    let folder = Folder::new();
    assert!(!folder.tool(&["clock"]).await.0, "nothing is kept there yet");
    assert!(folder.tool(&["migrate"]).await.0);
    // After a power cut the note stays, and its process number may be anybody's: here, ours.
    let note = format!(
        "{}\n{}\n0\n5432\n/tmp/otop-gone\n",
        std::process::id(),
        folder.0.path().join("postgres").display()
    );
    std::fs::write(folder.0.path().join("postgres/postmaster.pid"), note).expect("a note");
    let (works, text) = folder.tool(&["clock"]).await;
    assert!(works, "{text}");
}
