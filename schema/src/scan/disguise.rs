//! What else the same bytes could be taken for. Downloads are attachments of a named type that no browser guesses at; this is the wall
//! before that one.

/// Browsers that guess look at no more.
const GUESSED_AT: usize = 1445;
/// What makes them guess a page.
const MARKUP: [&[u8]; 8] = [
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<iframe",
    b"<svg",
    b"<?php",
];
/// The end of a ZIP archive stands within so many bytes of the file's, however long its comment is.
const ARCHIVE_END: usize = 22 + 65_535;

/// Whether the bytes could be a page or an archive.
pub(super) fn is_something_else(bytes: &[u8]) -> bool {
    is_page(bytes) || is_archive(bytes)
}

fn is_page(bytes: &[u8]) -> bool {
    let begin = bytes.get(..GUESSED_AT).unwrap_or(bytes).to_ascii_lowercase();
    MARKUP.iter().any(|mark| begin.windows(mark.len()).any(|part| part == *mark))
}

/// A ZIP archive (also JAR, DOCX, APK) is read from its end: a record, then a comment as long as the record says.
fn is_archive(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(ARCHIVE_END)..).unwrap_or(bytes);
    tail.windows(22).enumerate().any(|(at, record)| {
        let comment = record.get(20..).and_then(|length| length.first_chunk::<2>());
        let comment = comment.map(|length| usize::from(u16::from_le_bytes(*length)));
        record.starts_with(b"PK\x05\x06") && comment == Some(tail.len() - at - 22)
    })
}
