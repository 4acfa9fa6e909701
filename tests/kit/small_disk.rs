//! A small disk that belongs to one test: memory mounted in a namespace of its own, which any user may make where the system lets its
//! users have namespaces. It is gone when the test ends, however it ends.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::process::bare;

/// A small disk, and the process that holds its namespace.
pub struct SmallDisk {
    holder: Child,
    folder: TempDir,
}

/// Mounts, says so, and waits for our end of the pipe to close.
const HOLD: &str = r#"mount -t tmpfs -o "size=$1,mode=0777" otop "$2" && echo mounted && exec cat"#;

impl SmallDisk {
    /// A disk of so many KiB.
    ///
    /// # Panics
    /// Where nobody may have namespaces; it says what is needed.
    pub fn of(kibibytes: usize) -> Self {
        let folder = tempfile::Builder::new().prefix("otop-disk-").tempdir().expect("a folder");
        let mut command = Command::new("unshare");
        command.arg("--mount");
        if !is_root() {
            command.args(["--user", "--map-current-user", "--keep-caps"]);
        }
        command
            .args(["sh", "-c", HOLD, "disk", &format!("{kibibytes}k")])
            .arg(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut holder = command.spawn().expect("unshare, of the package util-linux");
        mounted(&mut holder);
        Self { holder, folder }
    }

    /// Its path, as who has it sees it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A program that has the disk; its arguments and environment are added by the caller.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = bare("nsenter");
        command.args(["--mount", "--target", &self.holder.id().to_string()]);
        if !is_root() {
            command.args(["--user", "--preserve-credentials"]);
        }
        command.arg(program);
        command
    }

    /// The address of the private cluster of a running server whose data folder this is.
    pub fn database(&self) -> String {
        let note = std::fs::read_to_string(self.outside().join("postgres/postmaster.pid")).expect("it runs");
        let socket = note.lines().nth(4).expect("the socket's folder").replace('/', "%2F");
        format!("postgres://otop@{socket}/otop")
    }

    /// Fills what is free, to the last byte.
    pub fn fill(&self) {
        let mut ballast = File::create(self.ballast()).expect("room for a name");
        let mut piece = 1024 * 1024;
        while piece > 0 {
            match ballast.write(&vec![0xAA; piece]) {
                Ok(written) if written > 0 => (),
                _ => piece /= 2,
            }
        }
    }

    /// Lets so many KiB of what was filled go.
    pub fn leave_free(&self, kibibytes: u64) {
        let ballast = OpenOptions::new().write(true).open(self.ballast()).expect("it was filled");
        let size = ballast.metadata().expect("its size").len();
        ballast.set_len(size.saturating_sub(kibibytes * 1024)).expect("less");
    }

    /// Gives all of it back.
    pub fn empty(&self) {
        std::fs::remove_file(self.ballast()).expect("it was filled");
    }

    fn ballast(&self) -> PathBuf {
        self.outside().join("ballast")
    }

    /// The disk as it is seen from outside.
    fn outside(&self) -> PathBuf {
        let inside = self.folder().strip_prefix("/").expect("an absolute path");
        Path::new("/proc").join(self.holder.id().to_string()).join("root").join(inside)
    }
}

fn mounted(holder: &mut Child) {
    let mut said = String::new();
    let answer = holder.stdout.as_mut().map(|out| BufReader::new(out).read_line(&mut said));
    if said.trim() != "mounted" {
        let mut why = String::new();
        holder.stderr.as_mut().map(|errors| errors.read_to_string(&mut why));
        panic!("a disk of its own needs user namespaces (sysctl kernel.unprivileged_userns_clone=1, or run as root): {why} {answer:?}");
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id");
    output.stdout == b"0\n"
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        self.holder.kill().ok();
        self.holder.wait().ok();
    }
}
