//! The yearly estimate.

use std::fmt::Write;

use super::{at, sentence, value};
use crate::{
    cli::say,
    estimate::{EnteredEstimate, EstimateDistrict, EstimateYear, ExportedEstimate, ImportedEstimate, Prefilled},
    message::Lang,
};

/// `otop estimate show`.
pub fn estimate(seen: &EstimateYear, lang: Lang) -> String {
    let year = seen.fiscal_year;
    let mut text = say(
        lang,
        format!("ประมาณการรายได้ ปีงบประมาณ {year}\n"),
        format!("Estimate of fiscal year {year} BE\n"),
    );
    for district in &seen.districts {
        text += &stands(district, lang);
    }
    for line in &seen.producers {
        let amounts = line.amounts.iter().map(|amount| amount.as_deref().unwrap_or("-"));
        let number = line.registration_number.as_deref().unwrap_or("-");
        let mark = if line.waiting { " *" } else { "" };
        let _ = writeln!(
            text,
            "{number} · {} · {}{mark}",
            line.producer,
            amounts.collect::<Vec<_>>().join(" · ")
        );
    }
    text + &say(
        lang,
        format!("รวม {} บาท · ยังไม่มีประมาณการ {} ราย (* รอส่ง)", seen.total.grouped(), seen.missing),
        format!(
            "{} baht · {} producers without a figure (* waits to be sent)",
            seen.total.grouped(),
            seen.missing
        ),
    )
}

fn stands(district: &EstimateDistrict, lang: Lang) -> String {
    let mut text = format!("{} · {}", district.district, district.status);
    if let Some(due) = district.due_at {
        // The end is exclusive; people are told the last moment that is still good.
        let due = at(due - chrono::Duration::seconds(1), lang);
        text += &say(lang, format!(" · ส่งจังหวัดภายใน {due}"), format!(" · to be sent by {due}"));
    }
    if district.late {
        text += &say(lang, " · ล่าช้า", " · late");
    }
    if let Some(notice) = &district.notice {
        let _ = write!(text, "\n  {}", sentence(notice, lang));
    }
    text + "\n"
}

/// `otop estimate enter`.
pub fn entered_estimate(entered: &EnteredEstimate, lang: Lang) -> String {
    let saved = match entered.operation_id {
        Some(_) => say(lang, "บันทึกแล้ว รอส่ง", "Recorded, waiting to be sent"),
        None => say(lang, "ข้อมูลตรงกันอยู่แล้ว", "It is recorded so already"),
    };
    let (before, after) = (value(entered.before.as_deref(), lang), value(entered.after.as_deref(), lang));
    let EnteredEstimate {
        producer,
        fiscal_year,
        period,
        ..
    } = entered;
    let mut text = format!("{saved}: {producer} · {fiscal_year} · {period} · {before} → {after}");
    if let Some(notice) = &entered.notice {
        let _ = write!(text, "\n{}", sentence(notice, lang));
    }
    text
}

/// `otop estimate prefill`.
pub fn prefilled(filled: &Prefilled, lang: Lang) -> String {
    let Prefilled { producers, queued, .. } = filled;
    say(
        lang,
        format!("เติมจากปีก่อน {producers} ราย {queued} ตัวเลข รอส่ง โปรดตรวจก่อนเสนอ"),
        format!("{producers} producers filled from the year before, {queued} figures wait to be sent: look at them before submitting"),
    )
}

/// `otop estimate export`.
pub fn exported_estimate(exported: &ExportedEstimate, lang: Lang) -> String {
    let ExportedEstimate { file, producers, .. } = exported;
    say(
        lang,
        format!("เขียน {file} แล้ว: {producers} ราย"),
        format!("{file} is written: {producers} producers"),
    )
}

/// `otop estimate import`.
pub fn imported_estimate(imported: &ImportedEstimate, lang: Lang) -> String {
    let mut text = String::new();
    for finding in imported
        .findings
        .iter()
        .filter(|finding| finding.refusal.is_some() || imported.dry_run)
    {
        let said = finding
            .refusal
            .as_ref()
            .map_or_else(|| value(finding.after.as_deref(), lang), |refusal| sentence(refusal, lang));
        let _ = writeln!(text, "{} {} · {}: {said}", finding.address, finding.text, finding.meaning);
    }
    let ImportedEstimate {
        accepted, refused, queued, ..
    } = imported;
    text + &say(
        lang,
        format!("รับได้ {accepted} ช่อง ไม่รับ {refused} ช่อง บันทึก {queued} รายการ"),
        format!("{accepted} cells accepted, {refused} refused, {queued} edits recorded"),
    )
}
