//! Dates, times and digits as Thai readers see them: Buddhist era, Bangkok time.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};

/// Bangkok, the whole year round.
pub const BANGKOK: FixedOffset = FixedOffset::east_opt(7 * 3600).expect("seven hours are a valid offset");

const SHORT: [&str; 12] = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
];

const LONG: [&str; 12] = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
];

/// The instant on Bangkok's clock.
pub fn bangkok(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    instant.with_timezone(&BANGKOK)
}

/// `ก.พ.` for 2.
pub(crate) fn month_short(number: u32) -> &'static str {
    SHORT[(number as usize + 11) % 12]
}

/// `กุมภาพันธ์` for 2.
pub(crate) fn month_long(number: u32) -> &'static str {
    LONG[(number as usize + 11) % 12]
}

/// A day as screens show it: `3 มี.ค. 2566`.
pub fn thai_date(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_short(day.month()), day.year() + 543)
}

/// A day as documents write it: `3 มีนาคม 2566`.
pub fn thai_date_long(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_long(day.month()), day.year() + 543)
}

/// An instant as screens show it: `3 มี.ค. 2566 23:59 น.`.
pub fn thai_time(instant: DateTime<Utc>) -> String {
    let local = bangkok(instant);
    format!("{} {:02}:{:02} น.", thai_date(local.date_naive()), local.hour(), local.minute())
}

/// `0123` as `๐๑๒๓`; everything else stays.
pub fn thai_digits(text: &str) -> String {
    text.chars()
        .map(|letter| {
            letter
                .to_digit(10)
                .and_then(|digit| char::from_u32('๐' as u32 + digit))
                .unwrap_or(letter)
        })
        .collect()
}

/// `๐๑๒๓` as `0123`; everything else stays.
pub fn arabic_digits(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if ('๐'..='๙').contains(&letter) {
                char::from(b'0' + (letter as u32 - '๐' as u32) as u8)
            } else {
                letter
            }
        })
        .collect()
}
