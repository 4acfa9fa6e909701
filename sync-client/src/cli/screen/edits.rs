//! Edits: what was recorded, what a file holds.

use std::fmt::Write;

use otop_schema::{Refusal, RefusalCode};

use super::{count, of_month, sentence, value};
use crate::{
    cli::say,
    copy_month::{Copied, CopiedProducer},
    enter::{Entered, Word},
    import::{Finding, Imported},
    message::Lang,
};

/// `otop enter`.
pub fn entered(entered: &Entered, lang: Lang) -> String {
    let saved = match entered.operation_id {
        Some(_) => say(lang, "บันทึกแล้ว รอส่ง", "Recorded, waiting to be sent"),
        None => say(lang, "ข้อมูลตรงกันอยู่แล้ว", "It is recorded so already"),
    };
    let (before, after) = (value(entered.before.as_deref(), lang), value(entered.after.as_deref(), lang));
    let mut text = format!("{saved}: {} · {before} → {after}", of_entered(entered, lang));
    if let (Some(notice), Some(_)) = (&entered.notice, &entered.operation_id) {
        let _ = write!(text, "\n{} {}", sentence(notice, lang), prospect(notice, lang));
    }
    text
}

/// Whose it is and where it stands: everything that can be mistyped.
fn of_entered(entered: &Entered, lang: Lang) -> String {
    let word = |word: &Option<Word>| word.as_ref().map(|word| lang.of(&word.th, &word.en).to_owned());
    let producer = Some(entered.producer.clone());
    let month = Some(of_month(entered.month, lang));
    let parts = [
        entered.registration_number.clone(),
        producer,
        month,
        word(&entered.category),
        word(&entered.channel),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What becomes of an edit that the rules would not take now.
fn prospect(notice: &Refusal, lang: Lang) -> String {
    match notice.code {
        RefusalCode::ReportLocked => say(
            lang,
            "หากส่งตอนนี้จะไม่รับ และต้องตัดสินใจ",
            "If it is sent now it is refused and needs a decision.",
        ),
        _ => say(lang, "รายการจะรอในเครื่องจนกว่าจะส่งได้", "It waits on this laptop until it can go."),
    }
}

/// `otop copy-last-month`: a line for each producer, and what to do next.
pub fn copied(copied: &Copied, lang: Lang) -> String {
    let number = |row: &CopiedProducer| row.registration_number.clone().unwrap_or_default();
    let line = |row: &CopiedProducer| format!("{} {} · {} ({})\n", number(row), row.producer, row.total.grouped(), row.figures);
    let lines: String = copied.producers.iter().map(line).collect();
    let (many, month, from) = (
        count(copied.producers.len()),
        of_month(copied.month, lang),
        of_month(copied.from, lang),
    );
    let outcome = match (copied.producers.is_empty(), copied.dry_run) {
        (true, _) => say(lang, "ไม่มีรายการให้คัดลอก", "There is nothing to copy."),
        (false, true) => say(
            lang,
            format!("จะคัดลอก {many} รายจาก{from} ยังไม่ได้บันทึก"),
            format!("{many} producers would be copied from {from}; nothing is saved."),
        ),
        (false, false) => say(
            lang,
            format!("คัดลอก {many} รายจาก{from}มา{month}แล้ว เมื่อตรวจแต่ละรายแล้วบันทึกสถานะด้วย otop enter sheet"),
            format!("{many} producers copied from {from} to {month}. Look at each and record its state: otop enter sheet"),
        ),
    };
    let notice = copied.notice.as_ref().filter(|_| !copied.dry_run && !copied.producers.is_empty());
    let notice = notice.map_or_else(String::new, |notice| format!("\n{}", sentence(notice, lang)));
    lines + &outcome + &notice
}

/// `otop import`.
pub fn imported(imported: &Imported, lang: Lang) -> String {
    let shown = |finding: &&Finding| imported.dry_run || finding.refusal.is_some();
    let lines = imported.findings.iter().filter(shown).map(|finding| found(finding, lang));
    let mut text: String = std::iter::once(worksheets(imported, lang)).chain(lines).collect();
    let (accepted, refused) = (count(imported.accepted), count(imported.refused));
    let month = of_month(imported.month, lang);
    text += &say(
        lang,
        format!("{month}: รับ {accepted} ช่อง ไม่รับ {refused} ช่อง"),
        format!("{month}: {accepted} accepted, {refused} refused"),
    );
    text += &outcome(imported, lang);
    if let Some(notice) = &imported.notice {
        let _ = write!(text, "\n{}", sentence(notice, lang));
    }
    text
}

/// Which worksheet was read, where there was a choice.
fn worksheets(imported: &Imported, lang: Lang) -> String {
    let (name, unread) = (
        imported.worksheet.as_deref().unwrap_or_default(),
        imported.unread_worksheets.join(", "),
    );
    match unread.is_empty() {
        true => String::new(),
        false => say(
            lang,
            format!("อ่านแผ่นงาน {name} เท่านั้น ไม่ได้อ่าน: {unread}\n"),
            format!("Only the worksheet {name} was read, not: {unread}\n"),
        ),
    }
}

fn outcome(imported: &Imported, lang: Lang) -> String {
    let queued = count(imported.queued);
    match (imported.dry_run, imported.queued) {
        (true, _) => say(lang, " (ตรวจเท่านั้น ไม่ได้บันทึก)", " (judged only, nothing recorded)"),
        (false, _) if imported.refused > 0 && !imported.skip_refused => say(
            lang,
            " ไม่ได้บันทึกรายการใด (ดู --skip-refused)",
            "; nothing recorded (see --skip-refused)",
        ),
        (false, _) => say(
            lang,
            format!(" บันทึกใหม่ {queued} รายการ รอส่ง"),
            format!("; {queued} new edits wait to be sent"),
        ),
    }
}

fn found(finding: &Finding, lang: Lang) -> String {
    let verdict = match &finding.refusal {
        None => accepted(finding, lang),
        Some(refusal) => format!("{} {}", say(lang, "ไม่รับ:", "refused:"), sentence(refusal, lang)),
    };
    format!("{:>5}  {}  [{}]  {verdict}\n", finding.address, finding.text, finding.meaning)
}

/// What an accepted cell does to the value that stands.
fn accepted(finding: &Finding, lang: Lang) -> String {
    let (before, after) = (value(finding.before.as_deref(), lang), value(finding.after.as_deref(), lang));
    match &finding.before {
        None => say(lang, "รับ", "accepted"),
        Some(_) if finding.before == finding.after => say(lang, "รับ ตรงกันอยู่แล้ว", "accepted, recorded so already"),
        Some(_) => say(
            lang,
            format!("รับ เขียนทับ {before} → {after}"),
            format!("accepted, replaces {before} → {after}"),
        ),
    }
}
