//! Scans: the smallest files that are whole, of any size that is asked for.

/// The SHA-256 by which a file is called.
pub fn name(bytes: &[u8]) -> String {
    otop_schema::digest(bytes)
}

/// A document of at least so many bytes; `mark` tells it from others.
pub fn pdf(mark: &str, size: usize) -> Vec<u8> {
    let head = format!("%PDF-1.4\n% {mark}\n1 0 obj << /Length 0 >> endobj\n");
    let filling = "%\n".repeat(size.saturating_sub(head.len()) / 2);
    format!("{head}{filling}trailer << >>\n%%EOF\n").into_bytes()
}

/// A picture.
pub fn png(mark: &str) -> Vec<u8> {
    let parts = [chunk(b"IHDR", &[0; 13]), chunk(b"tEXt", mark.as_bytes()), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a small picture").to_be_bytes();
    [&length, kind.as_slice(), data, &[0; 4]].concat()
}

/// A photograph.
pub fn jpeg(mark: &str) -> Vec<u8> {
    let parts = [segment(0xFE, mark.as_bytes()), segment(0xDA, &[0; 6]), vec![0x12, 0xFF, 0x00, 0x34]];
    [vec![0xFF, 0xD8], parts.concat(), vec![0xFF, 0xD9]].concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a small photograph").to_be_bytes();
    [&[0xFF, marker], length.as_slice(), data].concat()
}
