use super::*;

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, kind.as_slice(), data, &[0; 4]].concat()
}

fn png() -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0; 13]),
        chunk(b"IDAT", b"..."),
        chunk(b"IEND", b""),
    ]
    .concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), data].concat()
}

fn jpeg() -> Vec<u8> {
    let header = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let scan = [segment(0xDA, &[0; 6]), vec![0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34]].concat();
    [vec![0xFF, 0xD8], header, scan, vec![0xFF, 0xFF, 0xD9]].concat()
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n".to_vec()
}

fn rule(bytes: &[u8]) -> String {
    match MediaType::of(bytes) {
        Ok(media_type) => media_type.to_string(),
        Err(refusal) => refusal.rule.unwrap_or_default(),
    }
}

#[test]
fn three_kinds_are_kept() {
    assert_eq!([png(), jpeg(), pdf()].map(|bytes| rule(&bytes)), ["PNG", "JPEG", "PDF"]);
}

#[test]
fn a_part_is_not_the_whole() {
    for whole in [png(), jpeg(), pdf()] {
        for length in 8..whole.len() - 1 {
            assert_eq!(rule(&whole[..length]), "truncated", "{length} bytes");
        }
    }
}

#[test]
fn nothing_stands_behind_the_end() {
    for whole in [png(), jpeg(), pdf()] {
        for tail in [b"PK\x03\x04".as_slice(), b"<html>", b"\0\x01"] {
            assert_eq!(rule(&[&whole, tail].concat()), "trailing");
        }
    }
}

#[test]
fn what_could_be_something_else_is_refused() {
    let page = b"%PDF-1.4\n<ScRiPt>alert(1)</script>\n%%EOF".as_slice();
    let archive = [b"%PDF-1.4\n".as_slice(), b"PK\x05\x06", &[0; 16], &[6, 0], b"\n%%EOF"].concat();
    let script = segment(0xE0, b"JFIF\0/*=1;alert(1)//hidden in a header of the wrong length");
    let script = [vec![0xFF, 0xD8], script, vec![0xFF, 0xD9]].concat();
    let header = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"tEXt", b"<svg>"), chunk(b"IEND", b"")].concat();
    assert_eq!(rule(page), "polyglot");
    assert_eq!(rule(&archive), "polyglot");
    assert_eq!(rule(&script), "truncated", "its header is not one");
    assert_eq!(rule(&header), "truncated", "a picture begins with its header");
    let drawn = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0; 13]),
        chunk(b"tEXt", b"<svg onload=1>"),
        chunk(b"IEND", b""),
    ]
    .concat();
    assert_eq!(rule(&drawn), "polyglot");
}

#[test]
fn names_and_pages_are_no_scans() {
    for bytes in [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
        b"<!DOCTYPE html><p>%PDF-1.4 %%EOF",
        b"GIF89a;",
        b"PK\x03\x04",
        b"\n%PDF-1.4\n%%EOF",
    ] {
        assert_eq!(rule(bytes), "type");
    }
    assert_eq!(rule(b""), "size");
    assert_eq!(rule(&vec![b' '; LARGEST_FILE + 1]), "size");
}

#[test]
fn a_hash_is_spelled_in_one_way() {
    let hash = FileHash::of(b"");
    assert_eq!(hash.as_str(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(hash.as_str().parse(), Ok(hash.clone()));
    for other in [
        "",
        "../../etc/passwd",
        &hash.as_str().to_uppercase(),
        &format!("{hash}0"),
        &"é".repeat(32),
    ] {
        assert!(other.parse::<FileHash>().is_err(), "{other}");
    }
}
