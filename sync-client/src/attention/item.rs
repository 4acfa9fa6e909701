//! The list of what needs a person, with both values side by side.

use diesel::prelude::*;
use otop_schema::{Month, RefusalCode};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    store::{Store, outbox::Queued, tables::attention},
    wire::pull::Refusal,
};

use super::told::Told;

/// Why something needs a person.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Two people, two values: both are kept.
    Conflict,
    /// A rule said no.
    Rejected,
    /// It rests on an own edit that was refused.
    Blocked,
    /// The server cannot process it.
    Isolated,
    /// A newer server's word.
    Other,
}

/// One thing that needs a person.
#[derive(Serialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Item {
    /// Its place in the list, from 1: enough to name it.
    pub number: usize,
    pub kind: Kind,
    pub operation_id: String,
    pub conflict_id: Option<String>,
    /// Whether this laptop's person offered it.
    pub own: bool,
    pub producer_id: Option<String>,
    pub producer: Option<String>,
    pub month: Option<Month>,
    pub category: Option<String>,
    pub channel: Option<String>,
    /// The value that was offered: an amount, a state; none where the cell was to be removed.
    pub mine: Option<String>,
    /// The value the server has.
    pub theirs: Option<String>,
    pub offered_by: Option<String>,
    pub refusal: Option<Refusal>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = attention)]
struct Row {
    operation_id: String,
    conflict_id: Option<String>,
    own: bool,
}

impl Laptop {
    /// Everything that needs a person, own edits first.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn attention(&mut self) -> Result<Vec<Item>> {
        self.store.signed_in()?;
        let rows = attention::table
            .order((attention::own.desc(), attention::operation_id))
            .select(Row::as_select())
            .load(&mut self.store.conn)?;
        let names: std::collections::HashMap<String, String> = self.store.producers()?.into_iter().map(|row| (row.id, row.name)).collect();
        let mut items = rows.into_iter().map(|row| item(&mut self.store, row)).collect::<Result<Vec<_>>>()?;
        for (place, item) in items.iter_mut().enumerate() {
            item.number = place + 1;
            item.producer = item.producer_id.as_ref().and_then(|id| names.get(id).cloned());
        }
        Ok(items)
    }

    /// One item by its number in the list, an id, or the end of an id.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn attention_item(&mut self, text: &str) -> Result<Item> {
        let items = self.attention()?;
        let mut found = items.into_iter().filter(|item| item.is_called(text));
        match (found.next(), found.next()) {
            (Some(item), None) => Ok(item),
            _ => Err(Error::usage(
                format!("ไม่พบรายการ \"{text}\" ดูรายการด้วย otop attention list"),
                format!("There is no item \"{text}\". See: otop attention list"),
            )),
        }
    }
}

impl Item {
    fn is_called(&self, text: &str) -> bool {
        let ends = |id: &str| text.len() >= 4 && id.ends_with(text);
        self.number.to_string() == text || ends(&self.operation_id) || self.conflict_id.as_deref().is_some_and(ends)
    }
}

fn item(store: &mut Store, row: Row) -> Result<Item> {
    let queued = if row.own { store.operation(&row.operation_id)? } else { None };
    let conflict = match (&row.conflict_id, &queued) {
        (Some(id), _) => store.conflict(id)?,
        (None, Some(queued)) => queued.conflict.as_deref().map(Told::read).transpose()?,
        (None, None) => None,
    };
    Ok(merged(row, queued, conflict))
}

/// The two sources of one item: the own edit, and what the server told about the conflict.
fn merged(row: Row, queued: Option<Queued>, conflict: Option<Told>) -> Item {
    let (told, own) = (conflict.as_ref(), queued.as_ref());
    let target = |place: usize| told.and_then(|told| told.target.split('|').nth(place).map(str::to_owned));
    let mine = || told.and_then(|told| told.offered.clone());
    Item {
        number: 0,
        kind: own.map_or(Kind::Conflict, kind),
        operation_id: row.operation_id,
        conflict_id: row.conflict_id.or_else(|| own.and_then(Queued::conflict_id)),
        own: row.own,
        producer_id: own.and_then(|own| own.producer_id.clone()).or_else(|| target(0)),
        producer: None,
        month: own
            .and_then(|own| own.month.clone())
            .or_else(|| target(1))
            .and_then(|month| month.parse().ok()),
        category: own.map_or_else(|| target(2), |own| own.category.clone()),
        channel: own.map_or_else(|| target(3), |own| own.channel.clone()),
        mine: own.map_or_else(mine, Queued::value),
        theirs: told.and_then(|told| told.master.clone()),
        offered_by: told.and_then(|told| told.offered_by.clone()),
        refusal: own.and_then(|own| serde_json::from_str(own.refusal.as_deref()?).ok()),
    }
}

fn kind(queued: &Queued) -> Kind {
    match queued.outcome.as_deref() {
        Some("CONFLICT") => Kind::Conflict,
        Some("REJECTED") => Kind::Rejected,
        Some("BLOCKED") => Kind::Blocked,
        None => Kind::Isolated,
        Some(_) => Kind::Other,
    }
}

impl Queued {
    /// The value a person reads: an amount, a state, or nothing for a removal.
    #[must_use]
    pub fn value(&self) -> Option<String> {
        let change: serde_json::Value = serde_json::from_str(&self.change).ok()?;
        self.amount.clone().or_else(|| change["sheet"]["state"].as_str().map(str::to_owned))
    }

    /// The code of the refusal, if this program knows it.
    #[must_use]
    pub fn refusal_code(&self) -> Option<RefusalCode> {
        let refusal: Refusal = serde_json::from_str(self.refusal.as_deref()?).ok()?;
        refusal.code.value()
    }
}
