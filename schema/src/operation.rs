//! An edit and its decision: what is offered, what it rests on, what holds now.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{Amount, Category, EstimateEntryKey, Month, SheetState};

/// What an edit wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Set a figure; without an amount, remove it.
    Cell {
        /// The producer.
        producer: Uuid,
        /// The month.
        month: Month,
        /// The product category.
        category: Category,
        /// The code of the sales channel.
        channel: String,
        /// The new amount; none removes the cell.
        amount: Option<Amount>,
        /// A remark of the person who records.
        note: Option<String>,
    },
    /// Set the state of a sheet.
    Sheet {
        /// The producer.
        producer: Uuid,
        /// The month.
        month: Month,
        /// The new state.
        state: SheetState,
        /// Why figures were not obtained.
        reason: Option<String>,
        /// Who gave the figures.
        given_by: Option<String>,
        /// When they were given.
        given_on: Option<NaiveDate>,
        /// A remark of the person who records.
        note: Option<String>,
        /// Its figures were copied from the month before, and nobody has looked at them yet.
        copied: bool,
    },
    /// Set a figure of a year's estimate; without an amount, remove it.
    Estimate {
        /// The figure.
        entry: EstimateEntryKey,
        /// The new amount; none removes it.
        amount: Option<Amount>,
        /// A remark of the person who records.
        note: Option<String>,
    },
    /// Close a conflict ("take theirs") or a refusal without a change.
    Discard {
        /// The conflict.
        conflict: Option<Uuid>,
        /// The refused operation.
        operation: Option<Uuid>,
        /// Why.
        reason: String,
    },
}

/// What the person had seen when making the edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// A version; 0 is "never existed".
    Version(i32),
    /// The person's own earlier edit.
    Operation(Uuid),
    /// A figure by what it said, from a client whose versions lag behind its own edits.
    Value(Seen),
}

/// What a client had seen that may hear of its own edits late.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The figure; its version is the last one the client heard of.
    pub fact: EntryFact,
    /// The versions that this client made last, one after another.
    pub own: Option<RangeInclusive<i32>>,
}

/// What a base turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseFact {
    /// That version: named directly, or made by the own earlier edit.
    Version(i32),
    /// An own earlier edit that was not recorded.
    NotApplied,
    /// A value that holds no longer.
    Gone,
}

/// A cell as it is kept now; version 0 and no amount where there never was one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFact {
    /// Counts every change.
    pub version: i32,
    /// None where it does not exist or was removed.
    pub amount: Option<Amount>,
    /// A remark of the person who recorded.
    pub note: Option<String>,
}

/// A sheet as it is kept now; version 0 where there never was one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetFact {
    /// Counts every change.
    pub version: i32,
    /// None where there is no sheet.
    pub state: Option<SheetState>,
    /// Why figures were not obtained.
    pub reason: Option<String>,
    /// Who gave the figures.
    pub given_by: Option<String>,
    /// When they were given.
    pub given_on: Option<NaiveDate>,
    /// A remark of the person who recorded.
    pub note: Option<String>,
    /// Its figures were copied from the month before, and nobody has looked at them yet.
    pub copied: bool,
}

/// What is to be done with an edit whose scope, window, status and value are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Record it as the next version.
    Apply,
    /// It is so already.
    Noop,
    /// Somebody else changed it meanwhile: keep both.
    Conflict,
    /// It rests on an own edit that was not recorded.
    Blocked,
}

/// Decides by what the edit rests on, the version that holds now, and whether the offered value holds already.
pub fn decide(base: BaseFact, version: i32, equal: bool) -> Decision {
    match (base, equal) {
        // The edit it continues never happened, so neither can this one.
        (BaseFact::NotApplied, true | false) => Decision::Blocked,
        // Two people who typed the same do not disagree, whatever they had seen.
        (BaseFact::Version(_) | BaseFact::Gone, true) => Decision::Noop,
        // The person saw what holds.
        (BaseFact::Version(seen), false) if seen == version => Decision::Apply,
        // It changed meanwhile.
        (BaseFact::Version(_) | BaseFact::Gone, false) => Decision::Conflict,
    }
}

impl EntryFact {
    /// Decides on an offered amount and note.
    pub fn decide(&self, base: BaseFact, amount: Option<Amount>, note: Option<&str>) -> Decision {
        decide(base, self.version, self.says(amount, note))
    }

    /// Whether it says the same. An empty note and none are equal, and so are two removals, whatever was noted.
    pub fn says(&self, amount: Option<Amount>, note: Option<&str>) -> bool {
        self.amount == amount && (amount.is_none() || same_text(self.note.as_deref(), note))
    }

    /// What a base named by its value turned out to be. It holds too where nobody but the client itself replaced it since.
    pub fn as_base(&self, Seen { fact, own }: &Seen) -> BaseFact {
        let replaced = own.as_ref().filter(|own| *own.end() == self.version);
        if self.says(fact.amount, fact.note.as_deref()) || replaced.is_some_and(|own| own.contains(&fact.version)) {
            BaseFact::Version(self.version)
        } else {
            BaseFact::Gone
        }
    }
}

impl SheetFact {
    /// Decides on an offered sheet, whose version is not looked at.
    pub fn decide(&self, base: BaseFact, offered: &SheetFact) -> Decision {
        let equal = self.state == offered.state
            && self.given_on == offered.given_on
            && self.copied == offered.copied
            && same_text(self.reason.as_deref(), offered.reason.as_deref())
            && same_text(self.given_by.as_deref(), offered.given_by.as_deref())
            && same_text(self.note.as_deref(), offered.note.as_deref());
        decide(base, self.version, equal)
    }
}

fn same_text(one: Option<&str>, other: Option<&str>) -> bool {
    one.unwrap_or_default() == other.unwrap_or_default()
}
