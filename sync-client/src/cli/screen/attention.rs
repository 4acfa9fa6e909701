//! What needs a decision: both values, by who recorded them, and what was decided.

use std::fmt::Write;

use super::{at, of_estimate, of_month, value};
use otop_schema::RefusalCode;

use crate::{
    attention::{Colleague, Item, Kind, Side, Waits},
    cli::say,
    known::Known,
    message::Lang,
};

/// One item of `otop attention`.
pub fn item(item: &Item, lang: Lang) -> String {
    format!(
        "{:>3}. [{}] {} · {}\n     {}",
        item.number,
        item.id,
        kind(item, lang),
        place(item, lang),
        values(item, lang)
    )
}

/// Both values by who recorded them.
fn values(item: &Item, lang: Lang) -> String {
    let offered = say(lang, "เสนอ", "offered");
    let recorded = say(lang, "ในระบบ", "server has");
    let offered = format!(
        "{offered} {}{}",
        value(item.offered.as_deref(), lang),
        who(item, Side::Offered, lang)
    );
    if item.kind != Kind::Conflict && item.recorded.is_none() {
        return offered;
    }
    format!(
        "{offered} / {recorded} {}{}",
        value(item.recorded.as_deref(), lang),
        who(item, Side::Recorded, lang)
    )
}

fn who(item: &Item, side: Side, lang: Lang) -> String {
    let (name, when) = match side {
        Side::Offered => (item.offered_by.as_deref(), item.offered_at),
        Side::Recorded => (item.recorded_by.as_deref(), item.recorded_at),
    };
    let name = if item.my_side == Some(side) {
        Some(say(lang, "ท่าน", "you"))
    } else {
        name.map(str::to_owned)
    };
    let parts: Vec<String> = name.into_iter().chain(when.map(|when| at(when, lang))).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" ({})", parts.join(" "))
}

/// What was decided, of which item, and what stands now.
pub fn decided(item: &Item, stands: Option<&str>, left: usize, lang: Lang) -> String {
    let (number, place, stands) = (item.number, place(item, lang), value(stands, lang));
    say(
        lang,
        format!(
            "ตัดสินใจแล้ว รายการที่ {number} [{}] {place}: ใช้ {stands}\nจะส่งเมื่อ otop sync เหลืออีก {left} รายการ",
            item.id
        ),
        format!(
            "Decided: item {number} [{}] {place}: {stands} stands.\nIt goes out with otop sync. {left} left.",
            item.id
        ),
    )
}

/// A colleague's refusal: to be known, not to be decided here.
pub fn colleague(colleague: &Colleague, lang: Lang) -> String {
    let name = colleague.offered_by.as_deref().unwrap_or("-");
    let message = colleague.refusal["message"].as_str().unwrap_or_default();
    let (thai, english) = message.split_once(" / ").unwrap_or((message, message));
    let label = say(lang, "รายการของผู้อื่นที่ไม่รับ", "refused, a colleague's");
    format!("     {label}: {name} · {} · {}", colleague.offered, lang.of(thai, english))
}

/// A colleague's edit that waits for its month.
pub fn held_elsewhere(held: &Waits, lang: Lang) -> String {
    let name = held.offered_by.as_deref().unwrap_or("-");
    let month = held
        .month
        .parse()
        .map_or_else(|_| held.month.clone(), |month| of_month(month, lang));
    let label = say(lang, "รายการของผู้อื่นที่รอเปิดระบบ", "held, a colleague's");
    let code = match Known::<RefusalCode>::read(&held.code).value() {
        Some(code) => say(lang, code.thai(), code.as_str()),
        None => held.code.clone(),
    };
    format!("     {label}: {name} · {month} · {} · {code}", held.offered)
}

/// `otop attention show`.
pub fn item_whole(whole: &Item, lang: Lang) -> String {
    let mut text = item(whole, lang) + "\n";
    if let Some(refusal) = &whole.refusal {
        let (thai, english) = refusal.message.split_once(" / ").unwrap_or((&refusal.message, &refusal.message));
        let _ = writeln!(text, "     {} ({})", lang.of(thai, english), refusal.code.word());
    }
    let _ = writeln!(text, "     id {}", whole.conflict_id.as_deref().unwrap_or(&whole.operation_id));
    text + "     " + &verbs(whole)
}

/// The verbs that can decide it.
fn verbs(item: &Item) -> String {
    let takes = match item.my_side {
        Some(_) => "take-mine {0} | take-theirs {0}",
        None => "take-offered {0} | take-recorded {0}",
    };
    format!("otop attention {takes} | edit {{0}} … | discard {{0}} --reason …").replace("{0}", &item.number.to_string())
}

fn kind(item: &Item, lang: Lang) -> String {
    let by = item.blocked_by.as_ref().map_or_else(String::new, |by| format!(" [{by}]"));
    match item.kind {
        Kind::Conflict => say(lang, "ข้อมูลไม่ตรงกัน", "conflict"),
        Kind::Rejected => say(lang, "ไม่รับข้อมูล", "refused"),
        Kind::Blocked => say(lang, "รอรายการก่อนหน้า", "blocked by an earlier edit") + &by,
        Kind::Isolated => say(lang, "เครื่องแม่ข่ายประมวลผลไม่ได้", "the server cannot process it"),
        Kind::Other => say(lang, "ต้องตรวจสอบ", "to be looked at"),
    }
}

fn place(item: &Item, lang: Lang) -> String {
    let month = item.month.map(|month| of_month(month, lang));
    let category = item
        .category
        .as_deref()
        .map(|word| match (word.parse::<otop_schema::Category>(), lang) {
            (Ok(category), Lang::Th) => category.thai().to_owned(),
            _ => word.to_owned(),
        });
    let producer = item.producer.clone().or_else(|| item.producer_id.clone());
    let channel = match lang {
        Lang::Th => item.channel_name.clone().or_else(|| item.channel.clone()),
        Lang::En => item.channel.clone(),
    };
    let estimate = of_estimate(item.fiscal_year, item.period, lang);
    [item.registration_number.clone(), producer, month, estimate, category, channel]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
