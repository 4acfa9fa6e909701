//! Money in Thai words (จำนวนเงินตัวอักษร), as it stands beside the figure on forms.

use crate::Baht;

const DIGITS: [&str; 10] = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
/// The places of a group of six digits, from the right.
const PLACES: [&str; 6] = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];
const MILLION: u64 = 1_000_000;

/// `1234.50` as หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์; whole baht end with ถ้วน.
pub fn baht_in_words(baht: Baht) -> String {
    let satang = baht.satang().unsigned_abs();
    let sign = if baht < Baht::ZERO { "ลบ" } else { "" };
    match (satang / 100, satang % 100) {
        (whole, 0) => format!("{sign}{}บาทถ้วน", number(whole)),
        (0, rest) => format!("{sign}{}สตางค์", number(rest)),
        (whole, rest) => format!("{sign}{}บาท{}สตางค์", number(whole), number(rest)),
    }
}

fn number(number: u64) -> String {
    if number == 0 { DIGITS[0].to_owned() } else { above_zero(number) }
}

/// Thai counts in groups of six digits: what stands above them is so many ล้าน.
fn above_zero(number: u64) -> String {
    let (millions, rest) = (number / MILLION, number % MILLION);
    if millions == 0 {
        return group(rest, false);
    }
    format!("{}ล้าน{}", above_zero(millions), group(rest, true))
}

/// Six digits; `follows` something larger.
fn group(number: u64, follows: bool) -> String {
    let digits: Vec<usize> = number.to_string().bytes().map(|digit| usize::from(digit - b'0')).collect();
    let words = digits.iter().enumerate().map(|(index, digit)| {
        let place = digits.len() - 1 - index;
        word(*digit, place, follows || index > 0)
    });
    words.collect()
}

/// A digit at its place: 1 is เอ็ด after something larger, and ten is never said to be one ten, nor two tens สอง.
fn word(digit: usize, place: usize, follows: bool) -> String {
    match (digit, place) {
        (0, _) => String::new(),
        (1, 0) if follows => "เอ็ด".to_owned(),
        (1, 1) => "สิบ".to_owned(),
        (2, 1) => "ยี่สิบ".to_owned(),
        (digit, place) => [DIGITS[digit], PLACES[place]].concat(),
    }
}
