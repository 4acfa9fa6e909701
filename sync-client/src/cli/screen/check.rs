//! `otop check`: what is worth another look.

use std::fmt::Write;

use otop_schema::CheckFinding;

use super::{count, of_month};
use crate::{
    check::Checked,
    cli::say,
    message::{Lang, Message},
};

/// A line for each finding, its reason below it, and how to give the reasons that are not there yet.
pub fn checked(checked: &Checked, lang: Lang) -> String {
    let month = of_month(checked.month, lang);
    let (all, open) = (count(checked.findings.len()), count(checked.unexplained));
    let mut text = match checked.findings.len() {
        0 => say(
            lang,
            format!("{month}: ไม่พบสิ่งที่ควรดูอีกครั้ง"),
            format!("{month}: nothing is worth another look"),
        ),
        _ => say(
            lang,
            format!("{month}: ควรดูอีกครั้ง {all} รายการ ยังไม่มีเหตุผล {open} (ไม่ขัดขวางการเสนอ)\n"),
            format!("{month}: {all} worth another look, {open} without a reason (none blocks submitting)\n"),
        ),
    };
    for finding in &checked.findings {
        line(&mut text, finding, lang);
    }
    if checked.unexplained > 0 {
        text += &say(
            lang,
            "ถ้าถูกต้องแล้ว ระบุเหตุผล: otop explain ผู้ผลิต \"เหตุผล\"",
            "Where it is right, say why: otop explain PRODUCER \"WHY\"",
        );
    }
    text
}

fn line(text: &mut String, finding: &CheckFinding, lang: Lang) {
    let message = Message::spoken(&finding.message);
    let whose = finding.producer_name.as_ref().map_or_else(String::new, |name| format!("{name}: "));
    let _ = writeln!(text, "  {whose}{}", message.of(lang));
    if let Some(reason) = &finding.reason {
        let _ = writeln!(text, "      {}: {reason}", say(lang, "เหตุผล", "reason"));
    }
}
