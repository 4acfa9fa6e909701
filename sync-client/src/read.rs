//! Reading what people type: months of both eras, categories and states by code or by their Thai word.

use chrono::NaiveDate;
use otop_schema::{Category, Month, Refusal, SheetState, arabic_digits};

/// Years from here on are of the Buddhist era: 2566 is 2023. Years of the common era will not come so far.
const BUDDHIST_FROM: i32 = 2400;
const BUDDHIST_AHEAD: i32 = 543;

/// A month as `2566-02`, `02/2566`, `ก.พ. 2566`, `กุมภาพันธ์ 2566` or `2023-02`, also in Thai digits.
///
/// # Errors
/// `INVALID` on field `month`, with what was typed and the forms that would do.
pub fn month(text: &str) -> Result<Month, Refusal> {
    let arabic = arabic_digits(text.trim());
    let parts = numbered(&arabic).or_else(|| named(&arabic));
    let month = parts.and_then(|(year, month)| Month::new(common_year(year), month).ok());
    month.ok_or_else(|| {
        let message = format!(
            "ไม่รู้จักเดือน \"{text}\" เขียนเช่น 2566-02, 02/2566, ก.พ. 2566 หรือ ค.ศ. 2023-02 / \
             \"{text}\" is not a month: write 2023-02 or 02/2023, or of the Buddhist era 2566-02 or 02/2566."
        );
        Refusal::invalid("month", "format", message)
    })
}

/// Year and month of `2566-02`, or of `02/2566`: the year is the one with four digits.
fn numbered(text: &str) -> Option<(i32, u32)> {
    let (first, second) = text.split_once(['-', '/', '–'])?;
    let (first, second) = (first.trim(), second.trim());
    let (year, month) = if first.len() < second.len() {
        (second, first)
    } else {
        (first, second)
    };
    Some((year.parse().ok()?, month.parse().ok()?))
}

/// Year and month of `ก.พ. 2566` or `กุมภาพันธ์ 2566`, with or without dots and spaces.
fn named(text: &str) -> Option<(i32, u32)> {
    let plain = |text: &str| text.replace(['.', ' '], "");
    let typed = plain(text);
    let year = |word: &str| typed.strip_prefix(&plain(word.split(' ').next()?))?.parse::<i32>().ok();
    (1..=12).find_map(|number| {
        let month = Month::new(2000, number).ok()?;
        let year = year(&month.thai_long()).or_else(|| year(&month.thai()))?;
        Some((year, number))
    })
}

/// A day as `2566-02-28`, `28/02/2566` or `2023-02-28`.
///
/// # Errors
/// `INVALID` on field `givenOn`.
pub fn day(text: &str) -> Result<NaiveDate, Refusal> {
    let arabic = arabic_digits(text.trim());
    let parts: Vec<&str> = arabic.split(['-', '/']).collect();
    date(&parts).ok_or_else(|| {
        let message =
            format!("วันที่ \"{text}\" ไม่ถูกต้อง เขียนเช่น 2566-02-28 หรือ 28/02/2566 / \"{text}\" is not a day: write it such as 2023-02-28.");
        Refusal::invalid("givenOn", "format", message)
    })
}

fn date(parts: &[&str]) -> Option<NaiveDate> {
    let [first, month, last] = parts else { return None };
    let (year, day) = if first.len() < last.len() { (last, first) } else { (first, last) };
    NaiveDate::from_ymd_opt(common_year(year.parse().ok()?), month.parse().ok()?, day.parse().ok()?)
}

fn common_year(year: i32) -> i32 {
    if year >= BUDDHIST_FROM { year - BUDDHIST_AHEAD } else { year }
}

/// A category by its code in any case, or by its Thai word.
///
/// # Errors
/// `INVALID` on field `category`, with the words that would do.
pub fn category(text: &str) -> Result<Category, Refusal> {
    let known = Category::ALL.iter().copied();
    let found = known.clone().find(|category| same(text, &[category.as_str(), category.thai()]));
    found.ok_or_else(|| {
        let words: Vec<&str> = known.map(Category::thai).collect();
        let codes: Vec<&str> = Category::ALL.iter().map(|category| category.as_str()).collect();
        unknown("category", "ประเภทผลิตภัณฑ์", text, &words, &codes)
    })
}

/// A sheet's state by its code in any case, or by its Thai word.
///
/// # Errors
/// `INVALID` on field `state`, with the words that would do.
pub fn state(text: &str) -> Result<SheetState, Refusal> {
    let known = SheetState::ALL.iter().copied();
    let found = known.clone().find(|state| same(text, &[state.as_str(), state.thai()]));
    found.ok_or_else(|| {
        let words: Vec<&str> = known.map(SheetState::thai).collect();
        let codes: Vec<&str> = SheetState::ALL.iter().map(|state| state.as_str()).collect();
        unknown("state", "สถานะ", text, &words, &codes)
    })
}

/// Whether a person's text means one of these words: case, spaces around, and `-` for `_` do not matter.
#[must_use]
pub fn same(text: &str, words: &[&str]) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
    words.iter().any(|word| plain(word) == plain(text))
}

/// "Not one of these", in both languages.
#[must_use]
pub fn unknown(field: &str, thai: &str, text: &str, words: &[&str], codes: &[&str]) -> Refusal {
    let message = format!(
        "ไม่รู้จัก{thai} \"{text}\" ใช้คำว่า {} / \"{text}\" is not a {field}: use {}.",
        words.join(", "),
        codes.join(", ")
    );
    Refusal::invalid(field, "unknown", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_both_eras() {
        let numbers = ["2023-02", "2566-02", "๒๕๖๖-๐๒", "2566/2", " 2023-2 ", "02/2566", "2-2023", "๒/๒๕๖๖"];
        let words = ["ก.พ. 2566", "ก.พ.๒๕๖๖", "กุมภาพันธ์ 2566", "กพ 2566"];
        for text in numbers.into_iter().chain(words) {
            assert_eq!(month(text).unwrap().to_string(), "2023-02", "{text}");
        }
        for text in ["2023-13", "2566-13", "กุมภาพันธ์", "2023", "1566-02", "02/66", "ก.พ. 66", ""] {
            let refusal = month(text).unwrap_err();
            assert!(
                refusal.message.contains(&format!("\"{text}\"")) && refusal.message.contains("2566-02"),
                "{text}"
            );
        }
        assert_eq!(day("๒๕๖๖-๐๒-๒๘").unwrap().to_string(), "2023-02-28");
        assert_eq!(day("28/02/2566").unwrap().to_string(), "2023-02-28");
        assert!(day("2566-02-29").is_err());
    }

    #[test]
    fn words_of_both_languages() {
        assert_eq!(category(" food ").unwrap(), Category::Food);
        assert_eq!(category("อาหาร").unwrap(), Category::Food);
        assert_eq!(state("no-sales").unwrap(), SheetState::NoSales);
        assert_eq!(state("เก็บข้อมูลไม่ได้").unwrap(), SheetState::NotObtained);
        assert!(category("ผลไม้").unwrap_err().message.contains("อาหาร"));
    }
}
