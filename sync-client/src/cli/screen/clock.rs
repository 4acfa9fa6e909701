//! A word about the laptop's clock where it is wrong.

use crate::{cli::say, message::Lang};

/// By how much the clock is wrong; nothing where it is not.
pub fn wrong_clock(error_ms: Option<i64>, lang: Lang) -> String {
    let Some(error_ms) = error_ms else { return String::new() };
    let (number, thai, english) = largest_unit(error_ms.unsigned_abs() / 1000);
    let (thai_way, english_way) = if error_ms > 0 {
        ("เร็ว", "ahead")
    } else {
        ("ช้า", "behind")
    };
    say(
        lang,
        format!("  นาฬิกาของเครื่องนี้{thai_way}ไป {number} {thai} เวลาที่บันทึกจึงไม่ตรง ส่วนกำหนดต่าง ๆ ใช้เวลาของเครื่องแม่ข่าย\n"),
        format!("  This laptop's clock is {number} {english} {english_way}: times of recording are off. The server's clock decides.\n"),
    )
}

fn largest_unit(seconds: u64) -> (u64, &'static str, &'static str) {
    let units = [
        (365 * 86_400, "ปี", "years"),
        (86_400, "วัน", "days"),
        (3_600, "ชั่วโมง", "hours"),
        (60, "นาที", "minutes"),
    ];
    let fits = units.into_iter().find(|(length, ..)| seconds >= *length);
    fits.map_or((seconds, "วินาที", "seconds"), |(length, thai, english)| {
        (seconds / length, thai, english)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_told_in_its_largest_unit() {
        let five_years = 5 * 365 * 86_400 * 1000 + 7;
        assert!(wrong_clock(Some(five_years), Lang::En).contains("5 years ahead"));
        assert!(wrong_clock(Some(-five_years), Lang::Th).contains("ช้าไป 5 ปี"));
        assert!(wrong_clock(Some(-7 * 60_000), Lang::En).contains("7 minutes behind"));
        assert_eq!(wrong_clock(None, Lang::Th), "");
    }
}
