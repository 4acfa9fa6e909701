//! A file's name.

use std::fmt;
use std::str::FromStr;

use crate::{Refusal, digest};

/// The SHA-256 of a file's bytes: what it is called everywhere, whatever it was called before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(String);

impl FileHash {
    /// The name of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> FileHash {
        FileHash(digest(bytes))
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FileHash {
    type Err = Refusal;

    /// # Errors
    /// `INVALID` on `sha256` for anything but 64 lower-case hexadecimal digits: no path, no other spelling of the same.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_digit) {
            return Ok(FileHash(text.to_owned()));
        }
        let message = "ชื่อแฟ้มคือ SHA-256 เลขฐานสิบหกตัวเล็ก 64 ตัว / A file is named by its SHA-256: 64 lower-case hexadecimal digits";
        Err(Refusal::invalid("sha256", "format", message))
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
