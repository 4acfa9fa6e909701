//! What was exported, and how everything stands.

use crate::{
    cli::say,
    doctor::{Check, Verdict},
    export::Exported,
    form::Drawn,
    message::Lang,
    template::Written,
};

/// `otop export`.
pub fn exported(exported: &Exported, lang: Lang) -> String {
    let parts = [
        exported
            .figures
            .map(|rows| say(lang, format!("ตัวเลข {rows} แถว"), format!("{rows} rows of figures"))),
        exported
            .waiting
            .map(|rows| say(lang, format!("รายการที่รอ {rows} รายการ"), format!("{rows} waiting edits"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let (what, file) = (parts.join(lang.of(" และ", " and ")), &exported.file);
    say(lang, format!("ส่งออก{what} ไปที่ {file} แล้ว"), format!("{what} exported to {file}"))
}

/// `otop export --form`.
pub fn drawn(drawn: &Drawn, lang: Lang) -> String {
    let (form, file) = (drawn.form.thai(), &drawn.file);
    let thai = drawn.month.map(|month| format!(" เดือน {}", month.thai())).unwrap_or_default();
    let thai = drawn.fiscal_year.map_or(thai, |year| format!(" ปีงบประมาณ {year}"));
    let english = drawn.month.map(|month| month.to_string()).unwrap_or_default();
    let english = drawn.fiscal_year.map_or(english, |year| format!("fiscal year {year}"));
    let draft = if drawn.draft { lang.of(" (ร่าง)", " (draft)") } else { "" };
    say(
        lang,
        format!("แบบ {form}{thai}{draft} อยู่ที่ {file} แล้ว"),
        format!("Form {form} of {english}{draft} stands in {file}"),
    )
}

/// `otop template`.
pub fn template(written: &Written, lang: Lang) -> String {
    let Written {
        month,
        file,
        producers,
        lines,
    } = written;
    say(
        lang,
        format!("แบบกรอกเดือน {} ผู้ผลิต {producers} ราย {lines} แถว อยู่ที่ {file} แล้ว", month.thai()),
        format!("The workbook of {month}, {producers} producers on {lines} lines, stands in {file}"),
    )
}

/// `otop doctor`: a line for each verdict, and what to do below it.
pub fn checks(checks: &[Check], lang: Lang) -> String {
    checks.iter().map(|check| line(check, lang)).collect()
}

fn line(check: &Check, lang: Lang) -> String {
    let mark = match check.verdict {
        Verdict::Ok => "✓",
        Verdict::Note => "•",
        Verdict::Bad => "✗",
    };
    let advice = check
        .advice
        .as_ref()
        .map_or_else(String::new, |advice| format!("      → {}\n", advice.of(lang)));
    format!("  {mark} {}\n{advice}", check.found.of(lang))
}
