//! Evidence that was recorded here.

use super::{count, of_month, sentence};
use crate::{
    attach::{OwnEvidence, Sent},
    cli::say,
    message::Lang,
};

/// `otop attach`.
pub fn attached(attached: &OwnEvidence, lang: Lang) -> String {
    say(
        lang,
        "บันทึกในเครื่องแล้ว จะส่งเมื่อ otop sync:\n",
        "Saved here; it goes out with otop sync:\n",
    ) + &line(attached, lang)
}

/// `otop evidence`.
pub fn own_evidence(own: &[OwnEvidence], lang: Lang) -> String {
    if own.is_empty() {
        return say(lang, "ไม่มีหลักฐานในเครื่องนี้", "No evidence is recorded on this laptop.");
    }
    own.iter().map(|row| line(row, lang)).collect()
}

/// What became of it in a meeting; nothing where there was none.
pub fn sent(sent: &Sent, lang: Lang) -> String {
    let lines = [
        (sent.sent, say(lang, "ส่งหลักฐานแล้ว", "evidence sent")),
        (sent.waiting, say(lang, "หลักฐานรอส่ง", "evidence waiting")),
        (
            sent.attention,
            say(lang, "หลักฐานที่ไม่รับ (otop evidence)", "evidence refused (otop evidence)"),
        ),
    ];
    let lines = lines.into_iter().filter(|(number, _)| *number > 0);
    lines.map(|(number, what)| format!("  {what}: {}\n", count(number))).collect()
}

fn line(row: &OwnEvidence, lang: Lang) -> String {
    let producer = row.producer.as_deref().unwrap_or(&row.producer_id);
    let month = row.month.parse().map_or_else(|_| row.month.clone(), |month| of_month(month, lang));
    let state = state(row, lang);
    let mut text = format!("  [{}] {producer} · {month} · {} · {} · {state}\n", row.id, row.kind, row.reference);
    if let Some(refusal) = &row.refusal {
        text += &format!("      {}\n", sentence(refusal, lang));
    }
    text
}

fn state(row: &OwnEvidence, lang: Lang) -> String {
    match row.state.as_str() {
        "done" => say(lang, "ส่งแล้ว", "sent"),
        "attention" => say(lang, "ไม่รับ", "refused"),
        _ if row.received > 0 => say(
            lang,
            format!("ส่งแฟ้มแล้ว {} จาก {} ไบต์", row.received, row.size),
            format!("{} of {} bytes sent", row.received, row.size),
        ),
        _ => say(lang, "รอส่ง", "waits"),
    }
}
