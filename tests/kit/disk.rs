//! A small disk: a tmpfs that one program and its children see, in a mount namespace of their own.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::process::bare;

/// Where a small disk is mounted for a program.
pub struct SmallDisk {
    folder: TempDir,
    megabytes: u32,
}

const MOUNT: &str = r#"mount -t tmpfs -o mode=777,size="$1"m tmpfs "$2" && shift 2 && exec "$@""#;

impl SmallDisk {
    /// A place for one.
    pub fn new(megabytes: u32) -> Self {
        let folder = tempfile::Builder::new().prefix("otop-disk-").tempdir().expect("a folder");
        Self { folder, megabytes }
    }

    /// Its path, as the program sees it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A program that has the disk; its arguments and environment are added by the caller.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = bare("unshare");
        command.arg("--mount");
        if !is_root() {
            command.args(["--user", "--map-current-user", "--keep-caps"]);
        }
        command.args(["sh", "-c", MOUNT, "mount", &self.megabytes.to_string()]);
        command.arg(self.folder()).arg(program);
        command
    }

    /// The disk of a running program, seen from outside.
    pub fn of(&self, process: u32) -> PathBuf {
        let inside = self.folder().strip_prefix("/").expect("an absolute path");
        Path::new("/proc").join(process.to_string()).join("root").join(inside)
    }

    /// The address of the private cluster of a running server whose data folder this is.
    pub fn database_of(&self, process: u32) -> String {
        let note = std::fs::read_to_string(self.of(process).join("postgres/postmaster.pid")).expect("it runs");
        let socket = note.lines().nth(4).expect("the socket's folder").replace('/', "%2F");
        format!("postgres://otop@{socket}/otop")
    }

    /// Fills the disk of a running program to its last byte.
    pub fn fill(&self, process: u32) {
        let mut ballast = File::create(self.ballast(process)).expect("room for a name");
        for block in [1 << 20, 4096, 1] {
            while ballast.write_all(&vec![1; block]).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn free(&self, process: u32) {
        std::fs::remove_file(self.ballast(process)).expect("the ballast");
    }

    fn ballast(&self, process: u32) -> PathBuf {
        self.of(process).join("ballast")
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id");
    output.stdout == b"0\n"
}
