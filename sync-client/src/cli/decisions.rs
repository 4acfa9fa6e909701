//! `otop attention`: looking and deciding, offline.

use otop_schema::Amount;
use serde_json::json;

use super::{
    args::{Attention, Edit},
    page::Page,
    say, screen,
};
use crate::{
    attention::{Item, Side, Value},
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
            take(laptop, &item, item.mine()?, lang)
        }
        Attention::TakeTheirs(which) => {
            let item = laptop.attention_item(&which.item)?;
            take(laptop, &item, item.mine()?.other(), lang)
        }
        Attention::TakeOffered(which) => {
            let item = laptop.attention_item(&which.item)?;
            take(laptop, &item, Side::Offered, lang)
        }
        Attention::TakeRecorded(which) => {
            let item = laptop.attention_item(&which.item)?;
            take(laptop, &item, Side::Recorded, lang)
        }
        Attention::Edit(edit) => {
            let item = laptop.attention_item(&edit.item)?;
            let value = value(edit)?;
            laptop.take_other(&item, value.clone())?;
            decided(laptop, &item, "EDIT", value.text(), lang)
        }
        Attention::Discard(discard) => {
            let item = laptop.attention_item(&discard.item)?;
            laptop.take_recorded(&item, &discard.reason)?;
            decided(laptop, &item, "DISCARD", item.recorded.clone(), lang)
        }
    }
}

fn take(laptop: &mut Laptop, item: &Item, side: Side, lang: Lang) -> Result<Page> {
    laptop.take(item, side)?;
    let decision = match side {
        Side::Offered => "TAKE_OFFERED",
        Side::Recorded => "TAKE_RECORDED",
    };
    decided(laptop, item, decision, item.value(side).map(str::to_owned), lang)
}

fn list(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let (items, colleagues, held) = (laptop.attention()?, laptop.colleagues()?, laptop.held_elsewhere()?);
    let mut lines: Vec<String> = items.iter().map(|item| screen::item(item, lang)).collect();
    if lines.is_empty() {
        lines.push(say(lang, "ไม่มีรายการที่ต้องตัดสินใจ", "Nothing needs a decision."));
    }
    lines.extend(colleagues.iter().map(|colleague| screen::colleague(colleague, lang)));
    lines.extend(held.iter().map(|held| screen::held_elsewhere(held, lang)));
    let answer = json!({ "attention": items, "colleagues": colleagues, "held": held });
    Page::new(&answer, lines.join("\n"), Exit::Ok)
}

fn show(laptop: &mut Laptop, which: &str, lang: Lang) -> Result<Page> {
    let item = laptop.attention_item(which)?;
    Page::new(&item, screen::item_whole(&item, lang), Exit::Ok)
}

/// The answer repeats what was decided, so that a slip is seen at once.
fn decided(laptop: &mut Laptop, item: &Item, decision: &str, stands: Option<String>, lang: Lang) -> Result<Page> {
    let left = laptop.attention()?.len();
    let text = screen::decided(item, stands.as_deref(), left, lang);
    let answer = json!({ "decision": decision, "stands": stands, "item": item, "left": left });
    Page::new(&answer, text, Exit::Ok)
}

fn value(edit: &Edit) -> Result<Value> {
    match &edit.state {
        Some(state) => Ok(Value::State(read::state(state)?, edit.reason.clone())),
        None => Ok(Value::Amount(edit.amount.as_deref().map(Amount::parse).transpose()?)),
    }
}
