//! A real program under `strace`.

use std::path::{Path, PathBuf};
use std::process::Command;

use rand::RngExt;
use rand::rngs::StdRng;

use super::disk::Disk;
use super::trace::{Step, steps};
use crate::process::finish;

/// Everything that changes a file, and what is shown.
const CALLS: &str = "trace=open,openat,creat,write,writev,pwrite64,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,\
    rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,close,copy_file_range,sendfile";

/// What a program did to a folder.
pub struct Recording {
    /// The folder as it was before.
    pub before: Disk,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

/// Runs `program` and records what it does to the files of `folder`. It has to succeed.
///
/// # Panics
/// Without `strace` (`.ci/need strace`), or when the program fails or does something to the files that is not understood.
pub async fn record(folder: &Path, program: Command) -> Recording {
    let before = Disk::read(folder);
    let trace = trace_file();
    let output = finish(traced(&program, &trace)).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program:?} under strace: {errors}");
    let text = std::fs::read_to_string(&trace).expect("what strace wrote");
    std::fs::remove_file(&trace).ok();
    Recording {
        before,
        steps: steps(&text, folder),
    }
}

fn trace_file() -> PathBuf {
    tempfile::NamedTempFile::new()
        .expect("a file")
        .into_temp_path()
        .keep()
        .expect("its name")
}

/// The same command with `strace` before it.
fn traced(program: &Command, trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-xx", "-s", "16777216", "-e", CALLS, "-o"]).arg(trace);
    command.arg(program.get_program()).args(program.get_args()).env_clear();
    for (name, value) in program.get_envs() {
        value.map(|value| command.env(name, value));
    }
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

impl Recording {
    /// What was shown to a person before step `cut`, in order.
    pub fn shown_before(&self, cut: usize) -> Vec<&str> {
        let before = self.steps.iter().take(cut);
        before.filter_map(Step::shown).collect()
    }

    /// Cuts the power at some point: the step it did not come to any more, and the disk as it is found then.
    pub fn crash(&self, dice: &mut StdRng) -> (usize, Disk) {
        let cut = dice.random_range(1..=self.steps.len());
        let mut disk = self.before.clone();
        self.steps[..cut].iter().for_each(|step| disk.take(step));
        (cut, disk.lose_power(dice))
    }

    /// How often a file or folder was synced between each two things that were shown.
    pub fn syncs_between_shown(&self) -> Vec<usize> {
        let mut counts = vec![0];
        for step in &self.steps {
            match step {
                Step::Sync(_) => counts.last_mut().into_iter().for_each(|count| *count += 1),
                Step::Shown(_) => counts.push(0),
                _ => (),
            }
        }
        counts.pop();
        counts
    }
}
