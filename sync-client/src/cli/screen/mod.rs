//! Pages for people: Thai first, Buddhist years, separators in numbers.

mod adopt;
mod attention;
mod care;
mod check;
mod clock;
mod edits;
mod estimate;
mod evidence;
mod month;
mod waiting;
mod year;

pub use adopt::{adoption, taken_over};
pub use attention::{colleague, decided, held_elsewhere, item, item_whole};
pub use care::{checks, drawn, exported, template};
pub use check::checked;
pub use clock::wrong_clock;
pub use edits::{copied, entered, imported};
pub use estimate::{entered_estimate, estimate, exported_estimate, imported_estimate, prefilled};
pub use evidence::{attached, own_evidence, sent};
pub use month::{missing, others, overview};
pub use waiting::{held_months, waits, withdrawn};
pub use year::{calendar, entry_steps, roadmap};

use std::fmt::Display;

use chrono::{DateTime, Utc};
use otop_schema::{Month, thai_time};
use serde_json::json;

use super::say;
use crate::{error::refused, message::Lang, sync::Synced, watch::Event};

/// A count with separators.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

/// An exact amount, or a word of a state, as people read it.
pub fn value(text: Option<&str>, lang: Lang) -> String {
    let Some(text) = text else {
        return say(lang, "(ไม่มี)", "(none)");
    };
    match (text.parse::<otop_schema::Baht>(), text.parse::<otop_schema::SheetState>(), lang) {
        (Ok(amount), _, _) => amount.grouped(),
        (_, Ok(state), Lang::Th) => state.thai().to_owned(),
        _ => text.to_owned(),
    }
}

/// A month.
pub fn of_month(month: Month, lang: Lang) -> String {
    say(lang, month.thai(), month.to_string())
}

/// A period of a fiscal year's estimate; nothing for figures of a month.
pub fn of_estimate(fiscal_year: Option<impl Display>, period: Option<impl Display>, lang: Lang) -> Option<String> {
    let (year, period) = (fiscal_year?, period?);
    Some(say(
        lang,
        format!("ประมาณการ {year} งวด {period}"),
        format!("estimate {year} BE, period {period}"),
    ))
}

/// An instant, in Bangkok.
pub fn at(instant: DateTime<Utc>, lang: Lang) -> String {
    say(
        lang,
        thai_time(instant),
        otop_schema::bangkok(instant).format("%Y-%m-%d %H:%M").to_string(),
    )
}

/// The end of a meeting with the server.
pub fn synced(synced: &Synced, lang: Lang) -> String {
    let (done, rows) = (count(synced.pushed.done), count(synced.pulled.rows));
    let first = say(
        lang,
        format!("ส่งแล้ว {done} รายการ รับ {rows} รายการ"),
        format!("{done} edits sent, {rows} rows read"),
    );
    let waiting = waiting(synced.pending, synced.held, synced.attention, lang);
    first + "\n" + &waiting + &sent(&synced.evidence, lang) + &wrong_clock(synced.clock_error_ms, lang)
}

/// What waits; nothing where nothing does.
pub fn waiting(pending: usize, held: usize, attention: usize, lang: Lang) -> String {
    let lines = [
        (pending, say(lang, "รอส่ง", "waiting to be sent"), " (otop waiting)"),
        (held, say(lang, "รอเปิดระบบ", "held until the month opens"), " (otop waiting)"),
        (attention, say(lang, "ต้องตัดสินใจ", "need a decision"), " (otop attention)"),
    ];
    let lines = lines.into_iter().filter(|(number, ..)| *number > 0);
    lines
        .map(|(number, what, how)| format!("  {what}: {}{how}\n", count(number)))
        .collect()
}

/// One line of `otop watch`, printed at once.
pub fn event(event: &Event, json: bool, lang: Lang) {
    let line = match (json, event) {
        (true, event) => json!(event).to_string(),
        (false, Event::Connected) => say(lang, "เชื่อมต่อแล้ว", "connected"),
        (false, Event::Synced(done)) => synced(done, lang).trim_end().to_owned(),
        (false, Event::SignIn) => say(
            lang,
            "การเข้าสู่ระบบหมดอายุ ข้อมูลรออยู่ครบ ใช้คำสั่ง otop login ที่หน้าต่างอื่นได้",
            "the sign-in has ended, everything waits: use otop login, in another window if you like",
        ),
        (false, Event::Lost { retry_in_ms, .. }) => {
            let seconds = retry_in_ms.div_ceil(1000);
            say(
                lang,
                format!("การเชื่อมต่อขาด ลองใหม่ใน {seconds} วินาที"),
                format!("connection lost, next try in {seconds} s"),
            )
        }
    };
    // A reader that went away is nobody's error.
    let _ = std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{line}\n"));
}

/// A refusal's sentence.
pub fn sentence(refusal: &otop_schema::Refusal, lang: Lang) -> String {
    refused(refusal).of(lang).to_owned()
}
