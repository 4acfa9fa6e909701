//! A row of a push, read into an edit. What cannot be read is an edit too: one that is refused in its turn and kept.

use std::ops::RangeInclusive;

use otop_schema::{Amount, Base, Category, Change, EntryFact, EntryKey, Month, Refusal, Seen, SheetState};
use uuid::Uuid;

use super::document::{RevenueEntryInput, RevenueEntryInputPushRow};
use crate::sheet::Operation;
use crate::text::{LONGEST, LONGEST_NAME, fits};

impl RevenueEntryInputPushRow {
    /// The edit, under a new id; none if it names no producer, for then it belongs to no district. An edit whose month cannot be
    /// read is kept in the `present` one. `own` are the versions that this client made last.
    pub(super) fn operation(&self, present: Month, own: Option<RangeInclusive<i32>>) -> Option<Operation> {
        let offered = &self.new_document_state;
        let producer = Uuid::try_parse(offered.producer_id.as_deref()?).ok()?;
        let (key, facts) = (offered.key(producer), self.facts());
        let refusal = key.as_ref().err().or(facts.as_ref().err()).cloned();
        let (wanted, fact) = facts.unwrap_or_default();
        Some(Operation {
            id: Uuid::now_v7(),
            device_seq: 0,
            base: Base::Value(Seen { fact, own }),
            change: match key {
                Ok(key) => cell(key, wanted),
                Err(_) => nameless(producer, offered.month().unwrap_or(present)),
            },
            resolves: None,
            supersedes: None,
            recorded_at: None,
            waits: false,
            unfit: refusal.map(|refusal| (refusal, offered.told())),
            adoption: None,
        })
    }

    /// What is wanted, and what was seen.
    fn facts(&self) -> Result<(EntryFact, EntryFact), Refusal> {
        let seen = self.assumed_master_state.as_ref().map(RevenueEntryInput::fact).transpose();
        let seen = seen.map_err(|refusal| refusal.field("assumedMasterState"))?;
        Ok((self.new_document_state.fact()?, seen.unwrap_or_default()))
    }
}

fn cell(key: EntryKey, wanted: EntryFact) -> Change {
    Change::Cell {
        producer: key.producer,
        month: key.month,
        category: key.category,
        channel: key.channel,
        amount: wanted.amount,
        note: wanted.note,
    }
}

/// An edit of a figure that cannot be told: it is refused, and kept with the sheet.
fn nameless(producer: Uuid, month: Month) -> Change {
    Change::Sheet {
        producer,
        month,
        state: SheetState::InProgress,
        reason: None,
        given_by: None,
        given_on: None,
        note: None,
        copied: false,
    }
}

impl RevenueEntryInput {
    /// The figure it is about; its id has to say the same as its fields.
    fn key(&self, producer: Uuid) -> Result<EntryKey, Refusal> {
        let category: Category = named("category", &self.category)?
            .parse()
            .map_err(|refusal: Refusal| refusal.field("category"))?;
        let key = EntryKey {
            producer,
            month: self.month()?,
            category,
            channel: named("channel", &self.channel)?.to_owned(),
        };
        if self.id.as_deref() == Some(&key.to_string()) {
            return Ok(key);
        }
        let message = "รหัสไม่ตรงกับข้อมูล / The id must be producerId|month|category|channel of the document";
        Err(Refusal::invalid("id", "names-the-figure", message))
    }

    fn month(&self) -> Result<Month, Refusal> {
        named("month", &self.month)?.parse()
    }

    /// What it says; removed, it says nothing.
    pub(super) fn fact(&self) -> Result<EntryFact, Refusal> {
        let note = self.note.clone().unwrap_or_default();
        fits("note", &note, LONGEST)?;
        let amount = match self.deleted {
            Some(true) => None,
            Some(false) | None => Some(Amount::parse(named("amount", &self.amount)?)?),
        };
        Ok(EntryFact {
            version: self.version.unwrap_or_default().max(0),
            amount,
            note: self.note.clone(),
        })
    }

    /// What was offered, as a person reads it among the refusals.
    fn told(&self) -> String {
        let parts = [&self.month, &self.category, &self.channel, &self.amount, &self.note];
        let told: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
        told.join(" ").replace('\0', "\u{fffd}").chars().take(LONGEST).collect()
    }
}

/// A word of a document, short and of characters that can be kept; none is as good as empty.
fn named<'a>(field: &str, text: &'a Option<String>) -> Result<&'a str, Refusal> {
    let text = text.as_deref().unwrap_or_default();
    fits(field, text, LONGEST_NAME)?;
    Ok(text)
}
