//! The list of what needs a person, with both values side by side.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use otop_schema::{Month, RefusalCode};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    queue::instant,
    store::{Store, outbox::Queued, tables::attention},
    wire::pull::Refusal,
};

use super::{
    side::{self, Side},
    told::Told,
};

/// Letters of a short id.
const ID: usize = 8;

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
    /// Its number: given once and never to anything else.
    pub number: usize,
    /// The end of its operation's id: names it as well.
    pub id: String,
    pub kind: Kind,
    pub operation_id: String,
    pub conflict_id: Option<String>,
    /// Whether this laptop's person offered it here.
    pub own: bool,
    pub producer_id: Option<String>,
    pub registration_number: Option<String>,
    pub producer: Option<String>,
    pub month: Option<Month>,
    pub category: Option<String>,
    pub channel: Option<String>,
    /// The fiscal year (BE) and the period of a figure of an estimate.
    pub fiscal_year: Option<i32>,
    pub period: Option<i32>,
    /// The channel's Thai name.
    pub channel_name: Option<String>,
    /// The value that was offered: an amount, a state; none where the cell was to be removed.
    pub offered: Option<String>,
    pub offered_by: Option<String>,
    /// When it was recorded, where this laptop knows it.
    pub offered_at: Option<DateTime<Utc>>,
    /// The value the server has.
    pub recorded: Option<String>,
    pub recorded_by: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    /// Which of the two the person at the keyboard recorded; none where neither.
    pub my_side: Option<Side>,
    /// The value of that side; none where neither is the person's.
    pub mine: Option<String>,
    /// The value of the other side; none where neither is the person's.
    pub theirs: Option<String>,
    pub refusal: Option<Refusal>,
    /// The end of the id of the earlier edit that it builds on, where that one did not go through.
    pub blocked_by: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = attention)]
struct Row {
    operation_id: String,
    conflict_id: Option<String>,
    own: bool,
}

impl Laptop {
    /// Everything that needs a person, by number.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn attention(&mut self) -> Result<Vec<Item>> {
        let person = self.store.signed_in()?.person;
        self.store.number_attention()?;
        let rows = attention::table.select(Row::as_select()).load(&mut self.store.conn)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let me = self.store.person_name(&person)?;
        let names = Names::new(&mut self.store)?;
        let whole = |row| Ok(names.named(item(&mut self.store, row)?).seen_by(&me));
        let mut items = rows.into_iter().map(whole).collect::<Result<Vec<_>>>()?;
        items.sort_by_key(|item| item.number);
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
                format!("ไม่พบรายการ \"{text}\" หรือตัดสินใจไปแล้ว ดูรายการด้วย otop attention"),
                format!("There is no item \"{text}\", or it is decided already. See: otop attention"),
            )),
        }
    }
}

/// The names that people know things by.
struct Names {
    producers: HashMap<String, (String, Option<String>)>,
    channels: HashMap<String, String>,
}

impl Names {
    fn new(store: &mut Store) -> Result<Names> {
        let producers = store.producers()?.into_iter();
        let channels = store.channels()?.into_iter();
        Ok(Names {
            producers: producers.map(|row| (row.id, (row.name, row.registration_number))).collect(),
            channels: channels.map(|row| (row.code, row.name_th)).collect(),
        })
    }

    fn named(&self, item: Item) -> Item {
        let producer = item.producer_id.as_ref().and_then(|id| self.producers.get(id));
        Item {
            producer: producer.map(|(name, _)| name.clone()),
            registration_number: producer.and_then(|(_, number)| number.clone()),
            channel_name: item.channel.as_ref().and_then(|code| self.channels.get(code)).cloned(),
            ..item
        }
    }
}

impl Item {
    /// A number is only a number: digits never name an item by the end of an id.
    fn is_called(&self, text: &str) -> bool {
        if text.len() < ID && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.number.to_string() == text;
        }
        let ends = |id: &str| text.len() >= 4 && id.ends_with(text);
        ends(&self.operation_id) || self.conflict_id.as_deref().is_some_and(ends)
    }

    /// The id of its cell or sheet.
    fn target(&self) -> String {
        let text = |number: Option<i32>| number.map(|number| number.to_string());
        let month = self.month.map(|month| month.to_string()).or_else(|| text(self.fiscal_year));
        let category = self.category.clone().or_else(|| text(self.period));
        let parts = [self.producer_id.clone(), month, category, self.channel.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("|")
    }

    /// With "mine" and "theirs" said by whose they are.
    fn seen_by(self, me: &str) -> Item {
        let side = side::mine(self.own, me, self.offered_by.as_deref(), self.recorded_by.as_deref());
        Item {
            mine: side.and_then(|side| self.value(side).map(str::to_owned)),
            theirs: side.and_then(|side| self.value(side.other()).map(str::to_owned)),
            offered_by: self.offered_by.clone().or_else(|| self.own.then(|| me.to_owned())),
            my_side: side,
            ..self
        }
    }

    /// The value of one side.
    #[must_use]
    pub fn value(&self, side: Side) -> Option<&str> {
        match side {
            Side::Offered => self.offered.as_deref(),
            Side::Recorded => self.recorded.as_deref(),
        }
    }
}

fn item(store: &mut Store, row: Row) -> Result<Item> {
    let queued = if row.own { store.operation(&row.operation_id)? } else { None };
    let conflict = match (&row.conflict_id, &queued) {
        (Some(id), _) => store.conflict(id)?,
        (None, Some(queued)) => queued.conflict.as_deref().map(Told::read).transpose()?,
        (None, None) => None,
    };
    let number = store.number_of(&row.operation_id)?;
    let item = merged(number, row, queued.as_ref(), conflict);
    let known = store.recorded(&item.target(), queued.as_ref().map_or(0, answered_version))?;
    Ok(match known {
        Some(known) => Item {
            recorded: known.value,
            recorded_by: known.by,
            recorded_at: known.at,
            ..item
        },
        None => item,
    })
}

/// The version the refusal came with: what the mirror has of an older one is not what the edit met.
fn answered_version(queued: &Queued) -> i32 {
    let version = if queued.kind == "sheet" {
        queued.sheet_version
    } else {
        queued.entry_version
    };
    version.unwrap_or_default()
}

/// The two sources of one item: the own edit, and what the server told about the conflict.
fn merged(number: usize, row: Row, own: Option<&Queued>, conflict: Option<Told>) -> Item {
    let told = conflict.as_ref();
    let target = |place: usize| told.and_then(|told| told.target.split('|').nth(place).map(str::to_owned));
    let offered = || told.and_then(|told| told.offered.clone());
    Item {
        number,
        id: short(&row.operation_id),
        kind: own.map_or(Kind::Conflict, kind),
        operation_id: row.operation_id,
        conflict_id: row.conflict_id.or_else(|| own.and_then(Queued::conflict_id)),
        own: row.own,
        producer_id: own.and_then(|own| own.producer_id.clone()).or_else(|| target(0)),
        registration_number: None,
        producer: None,
        month: own
            .and_then(|own| own.month.clone())
            .or_else(|| target(1))
            .and_then(|month| month.parse().ok()),
        category: own.map_or_else(|| target(2).filter(|word| word.parse::<i32>().is_err()), |own| own.category.clone()),
        channel: own.map_or_else(|| target(3), |own| own.channel.clone()),
        fiscal_year: estimated(own.and_then(|own| own.fiscal_year.clone()).or_else(|| target(1))),
        period: estimated(own.and_then(|own| own.period.clone()).or_else(|| target(2))),
        channel_name: None,
        offered: own.map_or_else(offered, Queued::value),
        offered_by: told.and_then(|told| told.offered_by.clone()),
        offered_at: own.and_then(|own| instant(Some(&own.recorded_at))),
        recorded: told.and_then(|told| told.master.clone()),
        recorded_by: None,
        recorded_at: None,
        my_side: None,
        mine: None,
        theirs: None,
        refusal: own.and_then(|own| serde_json::from_str(own.refusal.as_deref()?).ok()),
        blocked_by: own
            .filter(|own| kind(own) == Kind::Blocked)
            .and_then(|own| own.base_operation.as_deref().map(short)),
    }
}

/// A number of an estimate's target; the parts of a cell's are none.
fn estimated(part: Option<String>) -> Option<i32> {
    part.and_then(|part| part.parse().ok())
}

/// The end of an id, which is random.
#[must_use]
pub fn short(id: &str) -> String {
    id.get(id.len().saturating_sub(ID)..).unwrap_or(id).to_owned()
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
