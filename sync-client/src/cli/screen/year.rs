//! The fiscal year: its dates, what it asks, and how a month is recorded.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use otop_schema::{ENTRY_STEPS, bangkok, thai_date};

use super::{at, of_month};
use crate::{
    cli::say,
    known::Known,
    message::Lang,
    wire::year::{Calendar, Milestone, Roadmap, RoadmapMonth},
};

/// `otop calendar`.
pub fn calendar(roadmaps: &[Roadmap], lang: Lang) -> String {
    roadmaps.iter().map(|roadmap| dates(roadmap, lang)).collect()
}

/// `otop roadmap`.
pub fn roadmap(roadmaps: &[Roadmap], server: &str, lang: Lang) -> String {
    roadmaps.iter().map(|roadmap| asked(roadmap, server, lang)).collect()
}

/// `otop help-entry`.
pub fn entry_steps(lang: Lang) -> String {
    let mut text = String::new();
    for (number, step) in (1..).zip(ENTRY_STEPS) {
        let _ = writeln!(text, "{number}. {}", lang.of(step.thai, step.english));
        if !step.command.is_empty() {
            let _ = writeln!(text, "   {}", step.command);
        }
    }
    text
}

fn dates(roadmap: &Roadmap, lang: Lang) -> String {
    let mut text = heading(roadmap, lang);
    roadmap.months.iter().for_each(|month| text += &month_line(month, lang));
    for exception in &roadmap.exceptions {
        let (month, until) = (of_month(exception.month, lang), at(exception.until, lang));
        let what = say(lang, "เปิดเป็นกรณีพิเศษถึง", "opened by exception until");
        let _ = writeln!(
            text,
            "  {} {month}: {what} {until} ({})",
            exception.district.inner(),
            exception.reason
        );
    }
    for request in &roadmap.requests {
        let state = request.state.value();
        let state = state.map_or_else(|| request.state.word(), |state| lang.of(state.thai(), state.as_str()).to_owned());
        let what = say(lang, "ขอเปิดเป็นกรณีพิเศษ", "exception requested");
        let month = of_month(request.month, lang);
        let _ = writeln!(
            text,
            "  {} {month}: {what} · {state} ({})",
            request.district.inner(),
            request.reason
        );
    }
    for holiday in &roadmap.holidays {
        let name = lang.of(&holiday.name_th, &holiday.name_en);
        let _ = writeln!(text, "  {} {} {name}", say(lang, "วันหยุด", "holiday"), day(holiday.day, lang));
    }
    text
}

fn heading(roadmap: &Roadmap, lang: Lang) -> String {
    let (area, year) = (roadmap.area.inner(), roadmap.fiscal_year);
    say(
        lang,
        format!("{area} · ปีงบประมาณ {year}\n"),
        format!("{area} · fiscal year {year}\n"),
    )
}

fn month_line(month: &RoadmapMonth, lang: Lang) -> String {
    let Calendar {
        opens_at,
        due_at,
        closes_at,
        last_working_day,
        ..
    } = month.calendar;
    let (due, warned) = (last(due_at), last_working_day);
    let (opens, due_told, closes) = (day(of(opens_at), lang), day(due, lang), day(of(closes_at), lang));
    let mut text = say(
        lang,
        format!("  {} เปิด {opens} ยืนยันภายใน {due_told} ปิด {closes}", month.calendar.month.thai()),
        format!("  {} opens {opens}, confirm by {due_told}, closes {closes}", month.calendar.month),
    );
    if warned < due {
        let warned = day(warned, lang);
        text += &say(lang, format!(" (วันทำการสุดท้าย {warned})"), format!(" (last working day {warned})"));
    }
    if month.calendar.overridden {
        text += &say(lang, " เลื่อนโดยกรม", " moved by the department");
    }
    let (confirmed, expected) = (month.confirmed, month.expected);
    text + &say(
        lang,
        format!(" · ยืนยันแล้ว {confirmed}/{expected}\n"),
        format!(" · confirmed {confirmed}/{expected}\n"),
    )
}

fn asked(roadmap: &Roadmap, server: &str, lang: Lang) -> String {
    let mut text = heading(roadmap, lang);
    if roadmap.milestones.is_empty() {
        text += &say(
            lang,
            "  ไม่มีรายการ นอกจากวันของแต่ละเดือน (otop calendar)\n",
            "  nothing beside the dates of its months (otop calendar)\n",
        );
    }
    roadmap
        .milestones
        .iter()
        .for_each(|milestone| text += &milestone_line(milestone, lang));
    for document in &roadmap.documents {
        let kind = document.kind.value();
        let kind = kind.map_or_else(|| document.kind.word(), |kind| lang.of(kind.thai(), kind.as_str()).to_owned());
        let title = either(&document.title_th, &document.title_en, lang);
        let _ = writeln!(text, "  {kind}: {title} {server}{}", document.path);
    }
    text
}

fn milestone_line(milestone: &Milestone, lang: Lang) -> String {
    let (done, expected) = (milestone.done, milestone.expected);
    let mark = if done == expected { "✓" } else { "–" };
    let level = Known::value(&milestone.level);
    let level = level.map_or_else(|| milestone.level.word(), |level| lang.of(level.thai(), level.as_str()).to_owned());
    let title = either(&milestone.title_th, &milestone.title_en, lang);
    format!("  {mark} {} {title} ({level} {done}/{expected})\n", day(milestone.due_on, lang))
}

/// The English title where there is one and it is asked for.
fn either<'a>(thai: &'a str, english: &'a str, lang: Lang) -> &'a str {
    if english.is_empty() { thai } else { lang.of(thai, english) }
}

fn of(instant: DateTime<Utc>) -> NaiveDate {
    bangkok(instant).date_naive()
}

/// The ends are exclusive; people are told the last day that is still good.
fn last(end: DateTime<Utc>) -> NaiveDate {
    of(end - TimeDelta::seconds(1))
}

fn day(day: NaiveDate, lang: Lang) -> String {
    say(lang, thai_date(day), day.to_string())
}
