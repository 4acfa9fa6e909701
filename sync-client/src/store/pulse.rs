//! The sign of life of a program that holds the lease: a small file, locked by the system for as long as the program lives,
//! whose length grows with every beat.
//!
//! The lock tells at once that a program has died, however it died. The length tells that one has stopped although it lives
//! (suspended, or on a file system without locks): it needs no clock that can be set, costs no fsync, and can be read while
//! the file is locked, where Windows lets nobody read the bytes.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::error::Result;

/// Between two beats.
pub const BEAT: Duration = Duration::from_secs(2);
/// Where the length begins anew.
const LONGEST: u64 = 4096;

/// A beating file; dropped, the beat ends and the file is gone.
pub struct Pulse {
    path: PathBuf,
    stop: Option<Sender<()>>,
    beating: Option<JoinHandle<()>>,
}

impl Pulse {
    /// Makes the file of this token and lets it beat.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn start(folder: &Path, token: &str) -> Result<Pulse> {
        let path = of(folder, token);
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        // Where the system knows no locks the beat alone has to do.
        let _ = file.try_lock();
        let (stop, stopped) = channel();
        let beating = thread::Builder::new().spawn(move || beat(&file, &stopped))?;
        Ok(Pulse {
            path,
            stop: Some(stop),
            beating: Some(beating),
        })
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(beating) = self.beating.take() {
            let _ = beating.join();
        }
        let _ = fs::remove_file(&self.path);
    }
}

/// Owns the file: when the thread ends, the lock does.
fn beat(file: &File, stopped: &Receiver<()>) {
    let mut length = 0;
    while stopped.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
        length = (length + 1) % LONGEST;
        let _ = file.set_len(length);
    }
}

/// What can be seen of a holder from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Its file is gone or nobody locks it: the program has died.
    None,
    /// Somebody has it, or it cannot be told; the length of the file, which changes while it beats.
    Length(u64),
}

/// Looks for the sign of life of the holder of this token.
///
/// # Errors
/// The folder cannot be read.
pub fn see(folder: &Path, token: &str) -> Result<Sign> {
    let file = match File::open(of(folder, token)) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Sign::None),
        opened => opened?,
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Sign::None),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => Ok(Sign::Length(file.metadata()?.len())),
    }
}

/// Takes away what a dead holder left.
pub fn forget(folder: &Path, token: &str) {
    let _ = fs::remove_file(of(folder, token));
}

fn of(folder: &Path, token: &str) -> PathBuf {
    folder.join(format!("lease-{token}"))
}
