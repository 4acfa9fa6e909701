//! What may be kept as a file: a scan that is a PDF, a JPEG or a PNG by its content, whole, and nothing else beside it. What it is called
//! says nothing. Laptop and server ask the same: a laptop refuses before it queues.
//!
//! | file | idea |
//! |---|---|
//! | `hash.rs` | a file's name: the SHA-256 of its bytes |
//! | `shape.rs` | where a picture or document ends |
//! | `disguise.rs` | what else the same bytes could be taken for |

mod disguise;
mod hash;
mod shape;

pub use hash::FileHash;

use crate::Refusal;
use shape::Shape;

/// The largest file that is kept, in bytes: 10 MiB (assumption).
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;

words! {
    /// What a scan is, by its content.
    MediaType {
        /// A document.
        Pdf = "PDF", "เอกสาร PDF";
        /// A photograph.
        Jpeg = "JPEG", "ภาพถ่าย JPEG";
        /// A picture.
        Png = "PNG", "ภาพ PNG";
    }
}

impl MediaType {
    /// What it is called on the wire.
    pub const fn content_type(self) -> &'static str {
        match self {
            MediaType::Pdf => "application/pdf",
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
        }
    }

    /// How the name of a copy ends.
    pub const fn extension(self) -> &'static str {
        match self {
            MediaType::Pdf => "pdf",
            MediaType::Jpeg => "jpg",
            MediaType::Png => "png",
        }
    }

    /// What bytes are, if they may be kept.
    ///
    /// # Errors
    /// `INVALID` on `file`: `size` (none, or more than [`LARGEST_FILE`]), `type` (none of the three), `truncated`, `trailing` (something
    /// stands behind its end), `polyglot` (it could be taken for something else).
    pub fn of(bytes: &[u8]) -> Result<MediaType, Refusal> {
        fits(bytes.len())?;
        let (media_type, shape) = shape::of(bytes).ok_or_else(other_type)?;
        match shape {
            Shape::Truncated => Err(truncated()),
            Shape::Longer => Err(trailing()),
            Shape::Whole if disguise::is_something_else(bytes) => Err(polyglot()),
            Shape::Whole => Ok(media_type),
        }
    }
}

/// Whether a file of so many bytes may be kept.
///
/// # Errors
/// `INVALID` with the rule `size`.
pub fn fits(size: usize) -> Result<(), Refusal> {
    if (1..=LARGEST_FILE).contains(&size) {
        return Ok(());
    }
    let message = "แฟ้มต้องมีข้อมูลและไม่เกิน 10 MiB / A file has something in it, and at most 10 MiB";
    Err(Refusal::invalid("file", "size", message))
}

fn other_type() -> Refusal {
    let message = "รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG / Only PDF, JPEG and PNG are kept, by their content";
    Refusal::invalid("file", "type", message)
}

fn truncated() -> Refusal {
    let message = "แฟ้มไม่ครบ โปรดบันทึกหรือสแกนใหม่ / The file is not whole: save or scan it again";
    Refusal::invalid("file", "truncated", message)
}

fn trailing() -> Refusal {
    let message = "มีข้อมูลอื่นต่อท้ายแฟ้ม โปรดบันทึกภาพหรือเอกสารใหม่ / Something stands behind the end of the picture or document: save it anew";
    Refusal::invalid("file", "trailing", message)
}

fn polyglot() -> Refusal {
    let message = "แฟ้มนี้เป็นแฟ้มชนิดอื่นได้ด้วย จึงไม่รับ / The file can be taken for another kind as well: it is not kept";
    Refusal::invalid("file", "polyglot", message)
}

#[cfg(test)]
mod tests;
