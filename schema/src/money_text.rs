//! How money is read from what people write, and written for people and programs.

use crate::thai::arabic_digits;
use crate::{Refusal, RefusalCode};

/// Reads an unsigned amount into satang. One grammar for keyboards, spreadsheets and the wire.
pub(crate) fn satang(text: &str) -> Result<i64, Refusal> {
    let text = bare(text);
    if text.is_empty() {
        return Err(refused("not-empty", "กรุณากรอกจำนวนเงิน / The amount is empty."));
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    let hundredths = hundredths(decimals)?;
    let baht = number(&without_separators(whole).ok_or_else(unreadable)?)?;
    baht.checked_mul(100)
        .and_then(|satang| satang.checked_add(hundredths))
        .ok_or_else(too_large)
}

/// Without currency words, in Arabic digits.
fn bare(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('฿').unwrap_or(text);
    let text = text.strip_suffix("บาท").or_else(|| text.strip_suffix('฿')).unwrap_or(text);
    arabic_digits(text.trim())
}

/// `1,234,567` as `1234567`; a separator anywhere but before three digits is more likely a slip than a separator.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let sound = (!grouped || (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3);
    sound.then(|| whole.replace(',', ""))
}

fn number(digits: &str) -> Result<i64, Refusal> {
    if !all_digits(digits) {
        return Err(unreadable());
    }
    digits.parse().map_err(|_| too_large())
}

/// The part behind the point: one or two digits.
fn hundredths(decimals: &str) -> Result<i64, Refusal> {
    match decimals.len() {
        _ if !all_digits(decimals) => Err(unreadable()),
        1 => number(decimals).map(|tenths| tenths * 10),
        2 => number(decimals),
        _ => Err(refused(
            "two-decimals",
            "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง / An amount has at most two decimals.",
        )),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unreadable() -> Refusal {
    refused(
        "format",
        "อ่านจำนวนเงินไม่ได้ เขียนเช่น 1,234.50 / This is not an amount: write it such as 1,234.50.",
    )
}

fn too_large() -> Refusal {
    refused("ceiling", "จำนวนเงินมากเกินไป / The amount is too large.")
}

pub(crate) fn refused(rule: &str, message: &str) -> Refusal {
    Refusal::new(RefusalCode::Invalid, message).field("amount").rule(rule)
}

/// `-1234.50`: a sign where needed, always two decimals.
pub(crate) fn exact(satang: i64) -> String {
    let (baht, rest) = (satang.unsigned_abs() / 100, satang.unsigned_abs() % 100);
    format!("{}{baht}.{rest:02}", sign(satang))
}

/// `-1,234.50`: as `exact`, with separators.
pub(crate) fn grouped(satang: i64) -> String {
    let baht = (satang.unsigned_abs() / 100).to_string();
    let with_commas: String = baht
        .char_indices()
        .flat_map(|(index, digit)| {
            let comma = index > 0 && (baht.len() - index).is_multiple_of(3);
            comma.then_some(',').into_iter().chain([digit])
        })
        .collect();
    format!("{}{with_commas}.{:02}", sign(satang), satang.unsigned_abs() % 100)
}

fn sign(satang: i64) -> &'static str {
    if satang < 0 { "-" } else { "" }
}
