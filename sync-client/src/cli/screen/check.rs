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

#[cfg(test)]
mod tests {
    use otop_schema::ProducerMonth;
    use otop_schema::check::findings;

    use super::*;

    fn page(paper: Option<&str>, lang: Lang) -> String {
        let month = ProducerMonth {
            name: "กลุ่ม ก / ข".to_owned(),
            state: Some(otop_schema::SheetState::NotObtained),
            reason: Some("น้ำท่วม".to_owned()),
            ..ProducerMonth::default()
        };
        let findings = findings(vec![month], paper.and_then(|paper| paper.parse().ok()));
        let answer = Checked {
            month: "2023-02".parse().unwrap(),
            unexplained: findings.iter().filter(|finding| finding.reason.is_none()).count(),
            findings,
        };
        checked(&answer, lang)
    }

    #[test]
    fn a_reason_stands_below_its_finding_and_names_are_left_whole() {
        let told = "ก.พ. 2566: ควรดูอีกครั้ง 1 รายการ ยังไม่มีเหตุผล 0 (ไม่ขัดขวางการเสนอ)
  กลุ่ม ก / ข: ยังไม่รายงาน
      เหตุผล: น้ำท่วม
";
        assert_eq!(page(None, Lang::Th), told);
    }

    #[test]
    fn where_a_reason_is_missing_it_is_said_how_to_give_one() {
        let told = page(Some("5.00"), Lang::En);
        assert!(
            told.contains("  the total is not the one on paper (0.00 against 5.00 baht)\n"),
            "{told}"
        );
        assert!(told.ends_with("otop explain PRODUCER \"WHY\""), "{told}");
    }
}
