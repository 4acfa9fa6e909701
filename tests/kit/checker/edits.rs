//! I1, the laptop's half: what became of every edit that was shown as saved.

use std::collections::HashMap;

use serde_json::Value;

use crate::Database;
use crate::laptop::Laptop;
use crate::table::Tally;

const QUEUE: &str = "SELECT json_object('id', operation_id, 'state', state, 'outcome', outcome) AS line FROM outbox";
const LEDGER: &str = "SELECT id::text AS id, outcome FROM operation";

/// Edits that are nowhere, and answers that the laptop remembers differently.
pub async fn lost(database: &Database, laptop: &Laptop) -> Tally {
    let queue = by_id(laptop.lines(QUEUE).iter().map(|line| serde_json::from_str(line).expect("JSON")));
    let ledger = by_id(database.rows(LEDGER).await.into_iter());
    let mut tally = Tally::default();
    for id in laptop.saved().operations {
        let (kept, known) = (queue.get(&id), ledger.get(&id));
        let found = judge(kept, known);
        if !found.is_clean() {
            println!("I1 {id}: laptop {kept:?}, server {known:?}");
        }
        tally += found;
    }
    tally
}

fn by_id(rows: impl Iterator<Item = Value>) -> HashMap<String, Value> {
    rows.map(|row| (row["id"].as_str().expect("an id").to_owned(), row)).collect()
}

/// What the traces of one edit say: its row on the laptop, its row on the server.
fn judge(kept: Option<&Value>, known: Option<&Value>) -> Tally {
    let word = |row: Option<&Value>, field: &str| Some(row?[field].as_str()?.to_owned());
    let (state, told, outcome) = (word(kept, "state"), word(kept, "outcome"), word(known, "outcome"));
    match (state.as_deref(), outcome) {
        // Queued; a server that knows it already will say so again.
        (Some("pending" | "held"), _) => Tally::default(),
        // Taken back by its person.
        (Some("done"), _) if told.as_deref() == Some("WITHDRAWN") => Tally::default(),
        // No server could take it: it stands before a person.
        (Some("attention"), None) if told.is_none() => Tally::default(),
        (_, None) => Tally {
            lost: 1,
            ..Tally::default()
        },
        // Forgotten here, thirty days after its answer.
        (None, Some(_)) => Tally::default(),
        (Some(_), outcome) => Tally {
            wrong: usize::from(told != outcome),
            ..Tally::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_edit_without_a_trace_is_lost_and_an_answer_nobody_gave_is_wrong() {
        let kept = |state: &str, outcome: Option<&str>| json!({ "state": state, "outcome": outcome });
        let (applied, refused) = (json!({ "outcome": "APPLIED" }), json!({ "outcome": "REJECTED" }));
        let is_clean = |kept: Option<&Value>, known: Option<&Value>| judge(kept, known).is_clean();
        assert!(is_clean(Some(&kept("pending", None)), None));
        assert!(is_clean(Some(&kept("attention", None)), None));
        assert!(is_clean(Some(&kept("done", Some("APPLIED"))), Some(&applied)));
        assert!(is_clean(None, Some(&applied)));
        assert_eq!(judge(None, None).lost, 1);
        assert_eq!(judge(Some(&kept("done", Some("APPLIED"))), None).lost, 1);
        assert_eq!(judge(Some(&kept("done", None)), None).lost, 1);
        assert_eq!(judge(Some(&kept("done", Some("APPLIED"))), Some(&refused)).wrong, 1);
    }
}
