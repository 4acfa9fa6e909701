//! How far the file has come, noted beside it: whoever puts yesterday's copy back finds the note ahead of the file.
//!
//! Written after each commit and never waited for: after a power cut the note may be behind the file, or gone, which says
//! nothing. It is never ahead of a file that kept its promises.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

/// A laptop's name and the number of its next operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The laptop's own id.
    pub device: String,
    /// The number its next operation gets.
    pub next_seq: i64,
}

impl Mark {
    /// What this note says, where there is a whole one.
    #[must_use]
    pub fn read(note: &Path) -> Option<Mark> {
        let text = fs::read_to_string(note).ok()?;
        let (device, next_seq) = text.strip_suffix('\n')?.split_once(' ')?;
        Some(Mark {
            device: device.to_owned(),
            next_seq: next_seq.parse().ok()?,
        })
    }

    /// Writes the note, always of one length, over the one before. A note that cannot be written says less and hurts nobody.
    pub fn write(&self, note: &Path) {
        let line = format!("{} {:020}\n", self.device, self.next_seq);
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(note);
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }
}
