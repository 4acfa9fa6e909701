//! The yearly estimate (แบบประมาณการรายได้): a district's producers by quarter.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::common::{Head, Place};
use super::rt2::Member;
use crate::form::figures::sum;
use crate::form::{Figures, Record, Stamp, Value, Wanted};
use crate::{Baht, EstimatePeriod, Status, thai_time};

/// What is known of a district's estimate.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The district.
    pub place: Place,
    /// The estimate; none where the reader does not see it, or the year has none.
    pub estimate: Option<Estimate>,
}

/// The estimate.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// What it has in common with a month's report.
    #[serde(flatten)]
    pub head: Head,
    /// By what the year is estimated.
    pub period: EstimatePeriod,
    /// Before when, exclusive, it is sent on time.
    pub due_at: Option<DateTime<Utc>>,
    /// The revision that counts.
    pub accepted_revision: Option<i32>,
    /// What was sent.
    pub revisions: Vec<Revision>,
    /// Its producers.
    pub producers: Vec<Member>,
    /// Its figures.
    pub entries: Vec<Entry>,
}

/// A numbered revision.
#[derive(Debug, Clone, Deserialize)]
pub struct Revision {
    /// From 0.
    pub number: i32,
    /// Its digest.
    pub digest: String,
}

/// A figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Whose.
    pub producer_id: String,
    /// The period of the year, from 1.
    pub period: i32,
    /// Baht.
    pub amount: Baht,
    /// Removed.
    pub deleted: bool,
}

impl Answer {
    /// The form's figures; none where the estimate is not there for the reader.
    pub fn figures(&self, wanted: &Wanted) -> Option<Figures> {
        let estimate = self.estimate.as_ref()?;
        let head = &estimate.head;
        Some(Figures {
            facts: estimate.facts(self.place.facts(wanted)),
            rows: estimate.rows(),
            totals: estimate.quarters(Record::default(), |_| true),
            blocks: BTreeMap::from([("chair", head.chair()), ("sender", head.signer())]),
            stamp: estimate.stamp(),
        })
    }
}

impl Estimate {
    fn facts(&self, facts: Record) -> Record {
        // The due instant is exclusive: people are told the last moment that is still good.
        let due = self.due_at.map(|due| thai_time(due - chrono::Duration::seconds(1)));
        facts
            .text("status", self.head.status.thai())
            .text("due", due.unwrap_or_default())
            .maybe("revision", self.sent().map(|revision| Value::Count(revision.number.into())))
            .text("certified", self.head.certified())
    }

    /// The revision these figures are, where they were sent.
    fn sent(&self) -> Option<&Revision> {
        self.revisions
            .iter()
            .rev()
            .find(|revision| Some(&revision.digest) == self.head.digest.as_ref())
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            draft: self.head.status != Status::Sent,
            version: self.sent().map(|revision| revision.number),
            ..self.head.stamp()
        }
    }

    fn rows(&self) -> Vec<Record> {
        let mut members: Vec<&Member> = self.producers.iter().collect();
        members.sort_by_key(|member| (member.registration_number.is_none(), &member.registration_number, &member.name));
        let row = |(number, member): (i64, &&Member)| {
            let row = Record::default()
                .count("number", number)
                .text("registration", member.registration_number.clone().unwrap_or_default())
                .text("producer", member.name.as_str())
                .text("kind", member.kind.thai());
            self.quarters(row, |entry| entry.producer_id == member.producer_id)
        };
        (1..).zip(&members).map(row).collect()
    }

    /// Sums by quarter and of the year. A year estimated as one has no quarters; where there is no figure there is no sum.
    fn quarters(&self, row: Record, which: impl Fn(&Entry) -> bool) -> Record {
        let known: Vec<&Entry> = self.entries.iter().filter(|entry| !entry.deleted && which(entry)).collect();
        let of = |quarter: Option<i32>| {
            let mut amounts = known
                .iter()
                .filter(|entry| quarter.is_none_or(|quarter| self::quarter(self.period, entry.period) == Some(quarter)))
                .map(|entry| entry.amount)
                .peekable();
            amounts.peek().is_some().then(|| sum(amounts)).flatten().map(Value::Money)
        };
        row.maybe("first", of(Some(1)))
            .maybe("second", of(Some(2)))
            .maybe("third", of(Some(3)))
            .maybe("fourth", of(Some(4)))
            .maybe("total", of(None))
    }
}

/// The quarter, from 1, that a period of the year lies in.
fn quarter(by: EstimatePeriod, period: i32) -> Option<i32> {
    match by {
        EstimatePeriod::Month => Some((period - 1) / 3 + 1),
        EstimatePeriod::Quarter => Some(period),
        EstimatePeriod::Year => None,
    }
}
