//! Which part of a file a request carries: `Content-Range` (RFC 9110, 14.4), or the whole.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE};

/// A part of a file of `total` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it begins.
    pub start: u64,
    /// How long it is; 0 asks how far the file is.
    pub length: u64,
    /// The bytes of the whole file.
    pub total: u64,
}

impl Part {
    /// What the headers say; none where they contradict themselves or say nothing of a length.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let Some(range) = headers.get(CONTENT_RANGE) else {
            let total = headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()?;
            return Some(Self {
                start: 0,
                length: total,
                total,
            });
        };
        let (part, total) = range.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
        let total = number(total)?;
        if part == "*" {
            return Some(Self {
                start: 0,
                length: 0,
                total,
            });
        }
        let (first, last) = part.split_once('-')?;
        let (start, last) = (number(first)?, number(last)?);
        let length = (start <= last && last < total).then(|| last - start + 1)?;
        Some(Self { start, length, total })
    }

    /// Whether it is the whole file.
    pub fn is_whole(self) -> bool {
        self.start == 0 && self.length == self.total
    }
}

/// Digits and nothing else: no sign, no blank.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn part(range: &'static str) -> Option<(u64, u64, u64)> {
        let headers = HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::from_static(range))]);
        Part::of(&headers).map(|part| (part.start, part.length, part.total))
    }

    #[test]
    fn a_range_has_two_ends_within_the_whole() {
        assert_eq!(part("bytes 0-4/5"), Some((0, 5, 5)));
        assert_eq!(part("bytes 2-4/10"), Some((2, 3, 10)));
        assert_eq!(part("bytes */10"), Some((0, 0, 10)));
        for wrong in [
            "bytes 0-5/5",
            "bytes 3-2/5",
            "bytes 0-4/*",
            "bytes -4/5",
            "bytes +0-4/5",
            "0-4/5",
            "bytes 0-4",
            "bytes 0-18446744073709551615/18446744073709551615",
        ] {
            assert_eq!(part(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn without_a_range_it_is_the_whole() {
        let headers = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from_static("7"))]);
        assert!(Part::of(&headers).is_some_and(Part::is_whole));
        assert_eq!(Part::of(&HeaderMap::new()), None);
    }
}
