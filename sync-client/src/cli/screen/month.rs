//! The month: how far it is, and who is missing.

use std::fmt::Write;

use otop_schema::{Month, Status};

use super::{at, count, held_months, of_month, sentence, taken_over, waiting, wrong_clock};
use crate::{
    cli::say,
    known::Known,
    message::Lang,
    status::{District, Missing, Overview},
    store::session::Waiting,
};

/// `otop status`.
pub fn overview(overview: &Overview, lang: Lang) -> String {
    let mut text = format!(
        "{} · {} · {}\n",
        of_month(overview.month, lang),
        overview.username,
        overview.position
    );
    for district in &overview.districts {
        text += &of_district(district, lang);
    }
    text += &waiting(overview.pending, overview.held, overview.attention, lang);
    text += &unexplained(overview.unexplained, lang);
    text += &held_months(&overview.held_months, lang);
    text += &held_elsewhere(overview.held_elsewhere, lang);
    text += &outside(overview.outside, lang);
    text += &others(&overview.others, lang);
    text += &taken_over(&overview.adopted, lang);
    text += &wrong_clock(overview.clock_error_ms, lang);
    text += &last_sync(overview, lang);
    text
}

fn of_district(district: &District, lang: Lang) -> String {
    let status: Option<Status> = district.status.as_deref().and_then(|word| Known::read(word).value());
    let status = status.map_or_else(String::new, |status| say(lang, status.thai(), status.as_str()));
    let name = district.name.as_deref().unwrap_or_default();
    let (reported, all) = (count(district.reported), count(district.producers));
    let (missing, not_obtained) = (count(district.missing), count(district.not_obtained));
    let mut text = format!("{} {name} · {status}\n", district.district);
    text += &say(
        lang,
        format!(
            "  รายงานแล้ว {reported}/{all} ราย ยังไม่รายงาน {missing} (เก็บข้อมูลไม่ได้ {not_obtained}) รวม {} บาท\n",
            district.revenue.grouped()
        ),
        format!(
            "  reported {reported}/{all}, missing {missing} (not obtained {not_obtained}), {} baht\n",
            district.revenue.grouped()
        ),
    );
    text += &deadlines(district, lang);
    text
}

fn deadlines(district: &District, lang: Lang) -> String {
    // The ends are exclusive; people are told the last moment that is still good.
    let last = |end: chrono::DateTime<chrono::Utc>| at(end - chrono::Duration::seconds(1), lang);
    let lines = [
        (district.due_at, say(lang, "ยืนยันภายใน", "confirm by")),
        (district.closes_at, say(lang, "ปิดระบบหลัง", "closes after")),
        (district.exception_until, say(lang, "เปิดเป็นกรณีพิเศษถึง", "exception until")),
    ];
    let mut text: String = lines
        .into_iter()
        .filter_map(|(end, what)| Some(format!("  {what} {}\n", last(end?))))
        .collect();
    if let Some(notice) = &district.notice {
        let _ = writeln!(text, "  {}", sentence(notice, lang));
    }
    if let Some(opens) = district.opens_next {
        let _ = writeln!(
            text,
            "  {} {}",
            say(lang, "ระบบเปิดครั้งต่อไป (ตามปฏิทินปกติ)", "the system opens next (by the usual calendar)"),
            at(opens, lang)
        );
    }
    text
}

fn unexplained(findings: usize, lang: Lang) -> String {
    match findings {
        0 => String::new(),
        findings => say(
            lang,
            format!("  ควรดูอีกครั้ง: {} (otop check)\n", count(findings)),
            format!("  worth another look: {} (otop check)\n", count(findings)),
        ),
    }
}

fn held_elsewhere(edits: usize, lang: Lang) -> String {
    match edits {
        0 => String::new(),
        edits => say(
            lang,
            format!("  รายการของผู้อื่นที่รอเปิดระบบ: {edits} (otop attention)\n"),
            format!("  edits of colleagues held until the month opens: {edits} (otop attention)\n"),
        ),
    }
}

fn outside(edits: usize, lang: Lang) -> String {
    match edits {
        0 => String::new(),
        edits => say(
            lang,
            format!("  {edits} รายการอยู่ในพื้นที่ที่ไม่ใช่ของท่านแล้ว จึงไม่ส่ง (otop waiting)\n"),
            format!("  {edits} edits are of an area that is no longer yours, and are not sent (otop waiting)\n"),
        ),
    }
}

/// Whose edits wait here: numbers, never figures.
pub fn others(others: &[Waiting], lang: Lang) -> String {
    let line = |waiting: &Waiting| {
        let (name, edits) = (&waiting.name, waiting.edits);
        say(
            lang,
            format!("  มี {edits} รายการของ {name} รอส่งในเครื่องนี้\n"),
            format!("  {edits} edits of {name} wait on this laptop\n"),
        )
    };
    others.iter().map(line).collect()
}

fn last_sync(overview: &Overview, lang: Lang) -> String {
    let never = || say(lang, "ยังไม่เคย", "never");
    let last = overview.pushed_at.max(overview.pulled_at).map_or_else(never, |last| at(last, lang));
    let mut text = say(lang, format!("  รับส่งข้อมูลล่าสุด {last}\n"), format!("  last sync {last}\n"));
    if !overview.signed_in {
        text += &say(lang, "  การเข้าสู่ระบบหมดอายุ: otop login\n", "  the sign-in has ended: otop login\n");
    }
    text
}

/// `otop missing`.
pub fn missing(missing: &[Missing], month: Month, lang: Lang) -> String {
    if missing.is_empty() {
        return say(
            lang,
            format!("{}: รายงานครบทุกราย", month.thai()),
            format!("{month}: everyone has reported"),
        );
    }
    let mut text = say(
        lang,
        format!("{}: ยังไม่รายงาน {} ราย\n", month.thai(), count(missing.len())),
        format!("{month}: {} not reported\n", count(missing.len())),
    );
    for row in missing {
        let number = row.registration_number.as_deref().unwrap_or(&row.producer_id);
        let state = row
            .state
            .as_deref()
            .map_or_else(String::new, |state| format!(" · {}", super::value(Some(state), lang)));
        let reason = row.reason.as_deref().map_or_else(String::new, |reason| format!(" ({reason})"));
        let _ = writeln!(text, "  {number}  {}{state}{reason}", row.producer);
    }
    text
}
