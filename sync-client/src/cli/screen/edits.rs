//! Edits: what was recorded, what a file holds, what needs a decision.

use std::fmt::Write;

use otop_schema::{Refusal, RefusalCode};

use super::{count, of_month, sentence, value};
use crate::{
    attention::{Colleague, Item, Kind},
    cli::say,
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

/// One line of `otop attention list`.
pub fn item(item: &Item, lang: Lang) -> String {
    let (mine, theirs) = (value(item.mine.as_deref(), lang), value(item.theirs.as_deref(), lang));
    let what = [kind(item.kind, lang), place(item, lang)].join(" · ");
    let values = match item.kind {
        Kind::Conflict => say(
            lang,
            format!("เสนอ {mine} / ในระบบ {theirs}"),
            format!("offered {mine} / server has {theirs}"),
        ),
        _ => say(lang, format!("เสนอ {mine}"), format!("offered {mine}")),
    };
    let by = item
        .offered_by
        .as_deref()
        .filter(|_| !item.own)
        .map_or_else(String::new, |name| format!(" · {name}"));
    format!("{:>3}. {what} · {values}{by}", item.number)
}

/// A colleague's refusal: to be known, not to be decided here.
pub fn colleague(colleague: &Colleague, lang: Lang) -> String {
    let name = colleague.offered_by.as_deref().unwrap_or("-");
    let message = colleague.refusal["message"].as_str().unwrap_or_default();
    let (thai, english) = message.split_once(" / ").unwrap_or((message, message));
    let label = say(lang, "รายการของผู้อื่นที่ไม่รับ", "refused, a colleague's");
    format!("     {label}: {name} · {} · {}", colleague.offered, lang.of(thai, english))
}

/// `otop attention show`.
pub fn item_whole(whole: &Item, lang: Lang) -> String {
    let mut text = item(whole, lang) + "\n";
    if let Some(refusal) = &whole.refusal {
        let (thai, english) = refusal.message.split_once(" / ").unwrap_or((&refusal.message, &refusal.message));
        let _ = writeln!(text, "     {} ({})", lang.of(thai, english), refusal.code.word());
    }
    let _ = writeln!(text, "     id {}", whole.conflict_id.as_deref().unwrap_or(&whole.operation_id));
    let how = format!(
        "otop attention take-mine {0} | take-theirs {0} | edit {0} … | discard {0} --reason …",
        whole.number
    );
    text + "     " + &how
}

fn kind(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Conflict => say(lang, "ข้อมูลไม่ตรงกัน", "conflict"),
        Kind::Rejected => say(lang, "ไม่รับข้อมูล", "refused"),
        Kind::Blocked => say(lang, "รอรายการก่อนหน้า", "blocked by an earlier edit"),
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
    [producer, month, category, item.channel.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
