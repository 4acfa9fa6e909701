//! What waits to be sent or for its month to open: seen, explained, and taken back while no server has answered it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use otop_schema::{Month, Refusal};
use serde::Serialize;

use crate::{
    attention::short,
    error::{Error, Result},
    laptop::Laptop,
    queue::instant,
    store::{outbox::Queued, overlay::Producer},
};

/// One waiting edit.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Waits {
    /// The end of the operation's id: enough to name it.
    pub id: String,
    pub operation_id: String,
    /// `cell`, `sheet`, `estimate`, or `discard`: a decision that the server's value stands.
    pub kind: String,
    pub producer_id: Option<String>,
    pub registration_number: Option<String>,
    pub producer: Option<String>,
    pub month: Option<Month>,
    pub category: Option<String>,
    pub channel: Option<String>,
    /// The fiscal year (BE) and the period of a figure of an estimate.
    pub fiscal_year: Option<String>,
    pub period: Option<String>,
    /// The amount or the state; none for a removal or a decision.
    pub value: Option<String>,
    /// When it was recorded, laptop time.
    pub since: Option<DateTime<Utc>>,
    /// The server has seen it and holds it back.
    pub held: bool,
    /// Why it is held, as the server said it.
    pub reason: Option<Refusal>,
    /// When its month opens, where the server said so.
    pub opens_at: Option<DateTime<Utc>>,
    /// Its producer is of an area that is no longer the person's: it is kept, and not sent.
    pub outside: bool,
    /// Whose it was before an officer took it over.
    pub adopted_from: Option<String>,
}

/// The held edits of one month, or of one fiscal year's estimate, with one reason.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct HeldMonth {
    pub month: Option<Month>,
    pub fiscal_year: Option<String>,
    pub edits: usize,
    pub reason: Option<Refusal>,
    pub opens_at: Option<DateTime<Utc>>,
}

impl Laptop {
    /// The signed-in person's waiting edits, oldest first.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn waiting(&mut self) -> Result<Vec<Waits>> {
        self.in_states(&["pending", "held"])
    }

    /// The signed-in person's refused edits, which wait for a decision, in the same form.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn undecided(&mut self) -> Result<Vec<Waits>> {
        self.in_states(&["attention"])
    }

    fn in_states(&mut self, states: &[&str]) -> Result<Vec<Waits>> {
        let person = self.store.signed_in()?.person;
        let producers: HashMap<String, Producer> = self.store.producers()?.into_iter().map(|row| (row.id.clone(), row)).collect();
        let whole = self.store.standing()?.pulled_at.is_some();
        let names: HashMap<String, String> = self
            .store
            .colleagues(&person)?
            .into_iter()
            .map(|row| (row.person, row.name))
            .collect();
        let queue = self.store.queue(&person, states)?;
        let waits = |queued: Queued| {
            let from = queued.adopted_from.as_ref().and_then(|id| names.get(id)).cloned();
            let waits = waits(queued, &producers);
            Waits {
                outside: whole && waits.producer_id.is_some() && waits.producer.is_none(),
                adopted_from: from,
                ..waits
            }
        };
        Ok(queue.into_iter().map(waits).collect())
    }

    /// Takes an own waiting edit back, and every later one built on it: they stay in the file, marked as withdrawn. What
    /// a withdrawn decision had decided needs a person again.
    ///
    /// # Errors
    /// There is no such waiting edit, or more than one is called so.
    pub fn withdraw(&mut self, text: &str) -> Result<Vec<Waits>> {
        let person = self.store.signed_in()?.person;
        let waiting = self.waiting()?;
        let mut found = waiting.iter().filter(|waits| text.len() >= 4 && waits.operation_id.ends_with(text));
        let (Some(first), None) = (found.next(), found.next()) else {
            return Err(nothing(text));
        };
        let gone = self.store.withdraw(&person, &first.operation_id)?;
        Ok(waiting.into_iter().filter(|waits| gone.contains(&waits.operation_id)).collect())
    }
}

fn nothing(text: &str) -> Error {
    Error::usage(
        format!("ไม่พบรายการที่รอ \"{text}\" ดูรายการด้วย otop waiting"),
        format!("Nothing that waits is called \"{text}\". See: otop waiting"),
    )
}

fn waits(queued: Queued, producers: &HashMap<String, Producer>) -> Waits {
    let producer = queued.producer_id.as_ref().and_then(|id| producers.get(id));
    Waits {
        id: short(&queued.operation_id),
        value: queued.value(),
        registration_number: producer.and_then(|row| row.registration_number.clone()),
        producer: producer.map(|row| row.name.clone()),
        month: queued.month.as_ref().and_then(|month| month.parse().ok()),
        since: instant(Some(&queued.recorded_at)),
        held: queued.state == "held",
        reason: queued.refusal.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        opens_at: instant(queued.opens_at.as_deref()),
        outside: false,
        adopted_from: None,
        operation_id: queued.operation_id,
        kind: queued.kind,
        producer_id: queued.producer_id,
        category: queued.category,
        channel: queued.channel,
        fiscal_year: queued.fiscal_year,
        period: queued.period,
    }
}

/// The held ones by month and reason, in the order of the list.
#[must_use]
pub fn held_months(waiting: &[Waits]) -> Vec<HeldMonth> {
    let mut months: Vec<HeldMonth> = Vec::new();
    for held in waiting.iter().filter(|waits| waits.held) {
        let of_same = |known: &HeldMonth| (known.month, &known.fiscal_year) == (held.month, &held.fiscal_year);
        let same = |known: &&mut HeldMonth| of_same(known) && known.opens_at == held.opens_at && known.reason == held.reason;
        match months.iter_mut().find(same) {
            Some(known) => known.edits += 1,
            None => months.push(HeldMonth {
                month: held.month,
                fiscal_year: held.fiscal_year.clone(),
                edits: 1,
                reason: held.reason.clone(),
                opens_at: held.opens_at,
            }),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::scene::{answer, cell, scene};

    #[test]
    fn held_edit_is_listed_with_its_reason_and_withdrawn_with_what_rests_on_it() {
        let mut scene = scene();
        let laptop = &mut scene.laptop;
        laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
        let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
        let shut = json!({ "refusal": { "code": "MONTH_NOT_OPEN", "field": null, "rule": null, "message": "ยัง / not yet",
            "opensAt": "2023-03-09T17:00:00Z" } });
        answer(laptop, &queue, "HELD", None, &shut);
        laptop.enter_cell(&cell("1001", Some("11"))).unwrap();
        laptop.enter_cell(&cell("1002", Some("12"))).unwrap();
        let waiting = laptop.waiting().unwrap();
        assert_eq!(
            (waiting.len(), waiting[0].held, waiting[0].value.as_deref()),
            (3, true, Some("10.00"))
        );
        let held = super::held_months(&waiting);
        assert_eq!((held.len(), held[0].edits), (1, 1));
        assert_eq!(held[0].opens_at, Some("2023-03-09T17:00:00Z".parse().unwrap()));
        assert_eq!(laptop.withdraw(&waiting[0].id).unwrap().len(), 2);
        let left = laptop.waiting().unwrap();
        assert_eq!((left.len(), left[0].registration_number.as_deref()), (2, Some("1002")));
        assert_eq!(left[1].kind, "discard", "the server is told that nobody offers it any more");
        assert!(laptop.withdraw(&waiting[0].id).is_err());
        let kept = laptop.store.operation(&waiting[0].operation_id).unwrap().unwrap();
        assert_eq!(kept.outcome.as_deref(), Some("WITHDRAWN"));
        let cells = laptop.store.cells(crate::scene::MONTH.parse().unwrap()).unwrap();
        assert_eq!(cells.len(), 1, "what was withdrawn is no longer seen");
    }

    #[test]
    fn withdrawn_decision_leaves_its_conflict_to_be_decided_again() {
        let mut scene = scene();
        let laptop = &mut scene.laptop;
        laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
        let queue = laptop.store.queue("somsri", &["pending"]).unwrap();
        let rejected =
            json!({ "refusal": { "code": "REPORT_LOCKED", "field": null, "rule": null, "message": "ล็อก / locked", "opensAt": null } });
        answer(laptop, &queue, "REJECTED", None, &rejected);
        let item = laptop.attention_item("1").unwrap();
        laptop.take_recorded(&item, "ผิดราย").unwrap();
        let waiting = laptop.waiting().unwrap();
        assert_eq!((waiting.len(), waiting[0].kind.as_str()), (1, "discard"));
        laptop.withdraw(&waiting[0].id).unwrap();
        assert_eq!(laptop.attention_item("1").unwrap().operation_id, item.operation_id);
    }
}
