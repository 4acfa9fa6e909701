//! What waits, one by one and by month.

use std::fmt::Write;

use otop_schema::Refusal;

use super::{at, count, of_estimate, of_month, sentence, value};
use crate::{
    cli::say,
    message::Lang,
    waiting::{HeldMonth, Waits},
};

/// `otop waiting`.
pub fn waits(waiting: &[Waits], lang: Lang) -> String {
    if waiting.is_empty() {
        return say(lang, "ไม่มีรายการที่รอ", "Nothing waits.");
    }
    let lines: String = waiting.iter().map(|waits| line(waits, lang)).collect();
    lines
        + &say(
            lang,
            "ถอนรายการ: otop waiting withdraw รหัส",
            "To take one back: otop waiting withdraw ID",
        )
}

/// `otop waiting withdraw`.
pub fn withdrawn(gone: &[Waits], lang: Lang) -> String {
    let lines: String = gone.iter().map(|waits| line(waits, lang)).collect();
    say(lang, "ถอนแล้ว จะไม่ส่ง:\n", "Taken back, it will not be sent:\n") + &lines
}

fn line(waits: &Waits, lang: Lang) -> String {
    let mut text = format!("  [{}] {}", waits.id, what(waits, lang));
    if let Some(since) = waits.since {
        let _ = write!(text, " · {} {}", say(lang, "บันทึกเมื่อ", "recorded"), at(since, lang));
    }
    if let Some(from) = &waits.adopted_from {
        let _ = write!(text, " · {} {from}", say(lang, "รับมาจาก", "taken over from"));
    }
    text.push('\n');
    if waits.outside {
        let _ = writeln!(
            text,
            "      {}",
            say(
                lang,
                "พื้นที่นี้ไม่ใช่ของท่านแล้ว รายการยังอยู่ แต่ไม่ส่ง",
                "its area is no longer yours: it is kept, and not sent"
            )
        );
    }
    if waits.held {
        let _ = writeln!(text, "      {}", held(waits.reason.as_ref(), waits.opens_at, lang));
    }
    text
}

fn what(waits: &Waits, lang: Lang) -> String {
    if waits.kind == "discard" {
        return say(
            lang,
            "การตัดสินใจใช้ข้อมูลในระบบ หรือการถอนรายการ",
            "a decision that the server's value stands, or that an edit was taken back",
        );
    }
    let category = waits
        .category
        .as_deref()
        .map(|word| match (word.parse::<otop_schema::Category>(), lang) {
            (Ok(category), Lang::Th) => category.thai().to_owned(),
            _ => word.to_owned(),
        });
    let parts = [
        waits.registration_number.clone(),
        waits.producer.clone().or_else(|| waits.producer_id.clone()),
        waits.month.map(|month| of_month(month, lang)),
        of_estimate(waits.fiscal_year.as_ref(), waits.period.as_ref(), lang),
        category,
        waits.channel.clone(),
        Some(value(waits.value.as_deref(), lang)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Why it is held, and when that ends.
fn held(reason: Option<&Refusal>, opens_at: Option<chrono::DateTime<chrono::Utc>>, lang: Lang) -> String {
    let reason = reason.map(|reason| sentence(reason, lang));
    let opens = opens_at.map(|opens| format!("{} {}", say(lang, "เปิดระบบ", "opens"), at(opens, lang)));
    let parts: Vec<String> = reason.into_iter().chain(opens).collect();
    if parts.is_empty() {
        return say(lang, "รอเปิดระบบ", "held until the month opens");
    }
    parts.join(" · ")
}

/// The held months of `otop status`.
pub fn held_months(months: &[HeldMonth], lang: Lang) -> String {
    let line = |held_month: &HeldMonth| {
        let month = held_month.month.map(|month| of_month(month, lang));
        let month = month.or_else(|| held_month.fiscal_year.clone()).unwrap_or_default();
        let why = held(held_month.reason.as_ref(), held_month.opens_at, lang);
        let edits = count(held_month.edits);
        say(
            lang,
            format!("    {month}: {edits} รายการ · {why}\n"),
            format!("    {month}: {edits} edits · {why}\n"),
        )
    };
    months.iter().map(line).collect()
}
