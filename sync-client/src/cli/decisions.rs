//! `otop attention`: looking and deciding, offline.

use otop_schema::Amount;
use serde_json::json;

use super::{
    args::{Attention, Edit},
    page::Page,
    say, screen,
};
use crate::{
    attention::Value,
    error::{Exit, Result},
    laptop::Laptop,
    message::Lang,
    read,
};

/// Runs a subcommand.
pub fn run(laptop: &mut Laptop, command: &Attention, lang: Lang) -> Result<Page> {
    match command {
        Attention::List => list(laptop, lang),
        Attention::Show(which) => show(laptop, &which.item, lang),
        Attention::TakeMine(which) => {
            let item = laptop.attention_item(&which.item)?;
            laptop.take_mine(&item)?;
            decided(laptop, lang)
        }
        Attention::TakeTheirs(which) => {
            let item = laptop.attention_item(&which.item)?;
            laptop.take_theirs(&item, "ใช้ข้อมูลในระบบ / the server's value stands")?;
            decided(laptop, lang)
        }
        Attention::Edit(edit) => {
            let item = laptop.attention_item(&edit.item)?;
            laptop.take_other(&item, value(edit)?)?;
            decided(laptop, lang)
        }
        Attention::Discard(discard) => {
            let item = laptop.attention_item(&discard.item)?;
            laptop.take_theirs(&item, &discard.reason)?;
            decided(laptop, lang)
        }
    }
}

fn list(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let (items, colleagues) = (laptop.attention()?, laptop.colleagues()?);
    let mut lines: Vec<String> = items.iter().map(|item| screen::item(item, lang)).collect();
    if lines.is_empty() {
        lines.push(say(lang, "ไม่มีรายการที่ต้องตัดสินใจ", "Nothing needs a decision."));
    }
    lines.extend(colleagues.iter().map(|colleague| screen::colleague(colleague, lang)));
    let answer = json!({ "attention": items, "colleagues": colleagues });
    Page::new(&answer, lines.join("\n"), Exit::Ok)
}

fn show(laptop: &mut Laptop, which: &str, lang: Lang) -> Result<Page> {
    let item = laptop.attention_item(which)?;
    Page::new(&item, screen::item_whole(&item, lang), Exit::Ok)
}

fn decided(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let left = laptop.attention()?.len();
    let text = say(
        lang,
        format!("บันทึกการตัดสินใจแล้ว จะส่งเมื่อ otop sync เหลืออีก {left} รายการ"),
        format!("Decided; it goes out with otop sync. {left} left."),
    );
    Page::new(&json!({ "left": left }), text, Exit::Ok)
}

fn value(edit: &Edit) -> Result<Value> {
    match &edit.state {
        Some(state) => Ok(Value::State(read::state(state)?, edit.reason.clone())),
        None => Ok(Value::Amount(edit.amount.as_deref().map(Amount::parse).transpose()?)),
    }
}
