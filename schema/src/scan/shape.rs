//! Where a picture or document ends. Only its frame is read: nothing is decoded, so that no bomb goes off.

use super::MediaType;

/// How the bytes stand to the picture or document they begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// They end where it ends.
    Whole,
    /// They end before.
    Truncated,
    /// Something follows.
    Longer,
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";
const PDF: &[u8] = b"%PDF-";
const PDF_END: &[u8] = b"%%EOF";

/// What begins with the first byte, and whether it ends with the last; none for anything that is not kept.
pub(super) fn of(bytes: &[u8]) -> Option<(MediaType, Shape)> {
    if bytes.starts_with(PNG) {
        return Some((MediaType::Png, ended(behind_png(bytes))));
    }
    if bytes.starts_with(JPEG) {
        return Some((MediaType::Jpeg, ended(behind_jpeg(bytes))));
    }
    bytes.starts_with(PDF).then(|| (MediaType::Pdf, of_pdf(bytes)))
}

fn ended(behind: Option<&[u8]>) -> Shape {
    match behind {
        None => Shape::Truncated,
        Some([]) => Shape::Whole,
        Some(_) => Shape::Longer,
    }
}

/// A document ends with its mark and blanks.
fn of_pdf(bytes: &[u8]) -> Shape {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = bytes.iter().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1);
    match bytes.get(..end) {
        Some(document) if document.ends_with(PDF_END) => Shape::Whole,
        _ if bytes.windows(PDF_END.len()).any(|mark| mark == PDF_END) => Shape::Longer,
        _ => Shape::Truncated,
    }
}

/// What follows a PNG: its chunks are walked from `IHDR` to `IEND`.
fn behind_png(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(PNG)?;
    let mut expected: Option<&[u8; 4]> = Some(b"IHDR");
    loop {
        let (length, following) = rest.split_first_chunk::<4>()?;
        let (kind, following) = following.split_first_chunk::<4>()?;
        if expected.take().is_some_and(|first| first != kind) {
            return None;
        }
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        // Its data and their checksum.
        rest = following.get(length.checked_add(4)?..)?;
        if kind == b"IEND" {
            return Some(rest);
        }
    }
}

/// What follows a JPEG: its segments are walked from `SOI` to `EOI`.
fn behind_jpeg(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, following) = marker(rest)?;
        rest = match marker {
            0xD9 => return Some(following),
            // No length follows these.
            0x01 | 0xD0..=0xD7 => following,
            // A scan: what is coded behind its header has no length either.
            0xDA => behind_coded(behind_segment(marker, following)?)?,
            _ => behind_segment(marker, following)?,
        };
    }
}

/// The next marker; `FF` may be repeated before it.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let following = bytes.strip_prefix(&[0xFF])?;
    let at = following.iter().position(|byte| *byte != 0xFF)?;
    Some((*following.get(at)?, following.get(at + 1..)?))
}

fn behind_segment(marker: u8, bytes: &[u8]) -> Option<&[u8]> {
    let (length, data) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
    let segment = data.get(..length)?;
    if marker == 0xE0 && !is_its_own_length(segment) {
        return None;
    }
    data.get(length..)
}

/// A JFIF header says itself how long it is; one of another length hides something.
fn is_its_own_length(segment: &[u8]) -> bool {
    match segment.strip_prefix(b"JFIF\0") {
        Some([_, _, _, _, _, _, _, width, height, thumbnail @ ..]) => thumbnail.len() == 3 * usize::from(*width) * usize::from(*height),
        Some(_) => false,
        None => true,
    }
}

/// Coded bytes end at the next marker: `FF` that is neither stuffed (`00`) nor a restart (`D0` to `D7`).
fn behind_coded(bytes: &[u8]) -> Option<&[u8]> {
    let is_marker = |pair: &[u8]| matches!(pair, [0xFF, next] if !matches!(next, 0x00 | 0xD0..=0xD7 | 0xFF));
    let at = bytes.windows(2).position(is_marker)?;
    bytes.get(at..)
}
