//! Looking after the laptop's data: export, backup, restore, doctor.

use std::path::Path;

use otop_schema::form::{Digits, FormKind, Span};
use serde_json::json;

use super::{
    args::{Export, Restore, Template},
    commands::named_month,
    page::Page,
    say, screen,
};
use crate::{
    doctor::{self, Check, Verdict},
    error::{Error, Exit, Result},
    export::Wish,
    form::FormWish,
    laptop::{FILE, Laptop},
    message::Lang,
    store::{copy, life::End, place::Place, rescue::Rescued},
};

pub fn export(laptop: &mut Laptop, args: &Export, lang: Lang) -> Result<Page> {
    if let Some(kind) = args.form {
        return form(laptop, kind, args, lang);
    }
    let wish = Wish {
        month: named_month(laptop, args.month.as_deref())?,
        waiting: args.waiting,
        lang,
    };
    let exported = laptop.export(wish, &args.to)?;
    Page::new(&exported, screen::exported(&exported, lang), Exit::Ok)
}

fn form(laptop: &mut Laptop, kind: FormKind, args: &Export, lang: Lang) -> Result<Page> {
    let span = match kind {
        FormKind::Estimate => Span::Year(laptop.named_year(args.year.as_deref())?),
        _ => Span::Month(named_month(laptop, args.month.as_deref())?),
    };
    let wish = FormWish {
        kind,
        span,
        district: args.district.clone(),
        producer: args.producer.clone(),
        digits: if args.thai_digits { Digits::Thai } else { Digits::Arabic },
        layouts: args.layouts.clone(),
    };
    let drawn = laptop.export_form(&wish, &args.to)?;
    Page::new(&drawn, screen::drawn(&drawn, lang), Exit::Ok)
}

pub fn template(laptop: &mut Laptop, args: &Template, lang: Lang) -> Result<Page> {
    let month = named_month(laptop, args.month.as_deref())?;
    let written = laptop.write_template(month, &args.to)?;
    Page::new(&written, screen::template(&written, lang), Exit::Ok)
}

pub fn backup(laptop: &mut Laptop, to: &Path, lang: Lang) -> Result<Page> {
    let waiting = laptop.store.backup(to)?;
    let file = to.display().to_string();
    let text = say(
        lang,
        format!("สำรองไว้ที่ {file} แล้ว พร้อมรายการที่รอ {waiting} รายการ (ไม่รวมการเข้าสู่ระบบ)"),
        format!("Backed up to {file} with {waiting} waiting edits (without the sign-in)."),
    );
    Page::new(&json!({ "file": file, "waiting": waiting }), text, Exit::Ok)
}

/// Before the file is opened: nobody may have it open.
pub fn restore(home: &Path, args: &Restore, lang: Lang) -> Result<Page> {
    let place = Place::new(&home.join(FILE));
    let restored = copy::restore(&place, &args.from, args.replace).map_err(|error| place.explain(error))?;
    let aside = restored.aside.as_ref().map(|aside| aside.display().to_string());
    let mut text = End::Restored.message().of(lang).to_owned();
    if let Some(aside) = &aside {
        text += &say(
            lang,
            format!("\nแฟ้มเดิมเก็บไว้ที่ {aside}"),
            format!("\nThe data of before are kept in {aside}"),
        );
    }
    Page::new(&json!({ "waiting": restored.waiting, "aside": aside }), text, Exit::Ok)
}

pub async fn doctor(laptop: &mut Laptop, repair: bool, lang: Lang) -> Result<Page> {
    if repair {
        laptop.must_be_whole()?;
    }
    examined(&laptop.checked().await?, lang)
}

/// A file that cannot be opened is a finding, not the end.
pub fn unopened(error: &Error, lang: Lang) -> Result<Page> {
    examined(&[doctor::unopened(error)], lang)
}

/// The damaged file was replaced by what could be read.
pub fn repaired(rescued: &Rescued, lang: Lang) -> Result<Page> {
    let aside = rescued.aside.display().to_string();
    let answer = json!({ "rescued": rescued.edits, "aside": aside });
    Page::new(&answer, rescued.message().of(lang).to_owned(), Exit::Ok)
}

fn examined(checks: &[Check], lang: Lang) -> Result<Page> {
    let well = checks.iter().all(|check| check.verdict < Verdict::Bad);
    let exit = if well { Exit::Ok } else { Exit::Error };
    Page::new(&json!({ "well": well, "checks": checks }), screen::checks(checks, lang), exit)
}
