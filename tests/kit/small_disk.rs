//! A disk of a few kilobytes that belongs to one test: memory mounted in a namespace of its own, which any user may make where
//! the system lets its users have namespaces. It is gone when the test ends, however it ends.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::process::bare;

/// A small disk.
pub struct SmallDisk {
    holder: Child,
}

/// Mounts, says so, and waits for our end of the pipe to close.
const HOLD: &str = r#"mount -t tmpfs -o "size=$1,mode=0777" otop /mnt && echo mounted && exec cat"#;

impl SmallDisk {
    /// A disk of so many KiB.
    ///
    /// # Panics
    /// Where nobody may have namespaces; it says what is needed.
    pub fn of(kibibytes: usize) -> Self {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", HOLD, "disk"]);
        command.arg(format!("{kibibytes}k"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut holder = command.spawn().expect("unshare, of the package util-linux");
        let mut said = String::new();
        let answer = holder.stdout.as_mut().map(|out| BufReader::new(out).read_line(&mut said));
        if said.trim() != "mounted" {
            let mut why = String::new();
            holder.stderr.as_mut().map(|errors| errors.read_to_string(&mut why));
            panic!("a disk of its own needs user namespaces (sysctl kernel.unprivileged_userns_clone=1, or run as root): {why} {answer:?}");
        }
        Self { holder }
    }

    /// A command that sees the disk, as its folder [`SmallDisk::HOME`].
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = bare("nsenter");
        command.args(["--user", "--mount", "--preserve-credentials", "--target"]);
        command.arg(self.holder.id().to_string()).arg(program);
        command
    }

    /// Where the disk is for who sees it.
    pub const HOME: &str = "/mnt";

    /// Fills what is free, to the last byte.
    pub fn fill(&self) {
        let mut ballast = std::fs::File::create(self.ballast()).expect("a file");
        let mut piece = 64 * 1024;
        while piece > 0 {
            match std::io::Write::write(&mut ballast, &vec![0xAA; piece]) {
                Ok(written) if written > 0 => (),
                _ => piece /= 2,
            }
        }
    }

    /// Lets so many KiB of what was filled go.
    pub fn leave_free(&self, kibibytes: u64) {
        let ballast = std::fs::OpenOptions::new().write(true).open(self.ballast()).expect("it was filled");
        let size = ballast.metadata().expect("its size").len();
        ballast.set_len(size.saturating_sub(kibibytes * 1024)).expect("less");
    }

    /// Gives all of it back.
    pub fn empty(&self) {
        std::fs::remove_file(self.ballast()).expect("it was filled");
    }

    fn ballast(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{}/ballast", self.holder.id(), Self::HOME))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        self.holder.kill().ok();
        self.holder.wait().ok();
    }
}
