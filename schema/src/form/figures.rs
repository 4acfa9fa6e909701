//! A form's figures: values by name, which templates put into their places.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Baht, Percent};

/// Something that stands in a form. What is not known is no value at all: empty is not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number of things.
    Count(i64),
    /// Baht.
    Money(Baht),
    /// A percentage.
    Percent(Percent),
    /// A score, as the contract writes it: `4.1234`.
    Score(String),
    /// A day.
    Day(NaiveDate),
}

/// Values by the name that templates call them by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record(BTreeMap<&'static str, Value>);

impl Record {
    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Record {
        self.0.insert(name, value);
        self
    }

    /// With one more value, where it is known.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<Value>) -> Record {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With words; none where they are empty.
    #[must_use]
    pub fn text(self, name: &'static str, words: impl Into<String>) -> Record {
        let words = words.into();
        self.maybe(name, (!words.is_empty()).then_some(Value::Text(words)))
    }

    /// With a number of things.
    #[must_use]
    pub fn count(self, name: &'static str, number: impl Into<i64>) -> Record {
        self.with(name, Value::Count(number.into()))
    }

    /// With an amount in baht.
    #[must_use]
    pub fn money(self, name: &'static str, baht: Baht) -> Record {
        self.with(name, Value::Money(baht))
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}

/// Who signs in one place below a form. What is not known is left as a line to be filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// The name.
    pub name: Option<String>,
    /// The position.
    pub position: Option<String>,
    /// The capacity, such as รักษาราชการแทน, with its order.
    pub capacity: Option<String>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Whether it was signed in the system rather than on paper.
    pub electronic: bool,
}

/// Where the figures stand: what tells one print from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Not confirmed: the form is marked ร่าง.
    pub draft: bool,
    /// The document past figures were loaded from; the form is marked.
    pub imported: Option<String>,
    /// The number of the confirmed version or of the consolidation.
    pub version: Option<i32>,
    /// The digest of the figures, in hex.
    pub digest: Option<String>,
    /// The last hash of the report's audit chain, in hex.
    pub audit_head: Option<String>,
    /// Drawn by a laptop, of what it knows.
    pub laptop: bool,
    /// The business instant of which the figures are.
    pub as_of: Option<DateTime<Utc>>,
}

impl Stamp {
    /// Resting on more history than it says already.
    #[must_use]
    pub fn with_history(mut self, more: Option<String>) -> Stamp {
        let said: Vec<String> = self.imported.into_iter().chain(more).filter(|words| !words.is_empty()).collect();
        self.imported = (!said.is_empty()).then(|| said.join(", "));
        self
    }
}

/// Everything that stands in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// What it says once.
    pub facts: Record,
    /// Its lines.
    pub rows: Vec<Record>,
    /// The line below them.
    pub totals: Record,
    /// Who signs, by the name that templates call the place by.
    pub blocks: BTreeMap<&'static str, Block>,
    /// Where the figures stand.
    pub stamp: Stamp,
}

impl Figures {
    /// As of an instant, where they do not say of which they are.
    #[must_use]
    pub fn of(mut self, instant: Option<DateTime<Utc>>) -> Figures {
        self.stamp.as_of = self.stamp.as_of.or(instant);
        self
    }
}

/// Adds up. A total that leaves 64 bits is no figure.
pub(super) fn sum(amounts: impl Iterator<Item = Baht>) -> Option<Baht> {
    let mut amounts = amounts;
    amounts.try_fold(Baht::ZERO, Baht::checked_add)
}

/// How many of a hundred; none of nothing.
pub(super) fn share(part: i64, whole: i64) -> Option<Value> {
    let hundredths = (whole > 0).then(|| part.checked_mul(10_000)).flatten()? / whole;
    Some(Value::Percent(Percent::from_hundredths(hundredths)))
}
