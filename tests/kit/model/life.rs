//! What a backup of the model server holds, and its decision on one operation: operation → window → base, by the schema's rules.

use std::collections::{BTreeMap, HashMap};

use otop_schema::{Amount, BaseFact, Decision, EntryFact, RefusalCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::rows;

/// A cell as it stands.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Counts every change.
    pub version: i32,
    /// None where it was removed.
    pub amount: Option<Amount>,
    /// Who changed it last.
    pub by: String,
}

/// Two values for one cell.
#[derive(Debug, Clone)]
pub(super) struct Conflict {
    pub cell: String,
    pub operation: String,
    pub master: Option<Amount>,
    pub offered: Option<Amount>,
    pub by: String,
    pub closed: bool,
}

/// One change of a cell that an operation made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The operation.
    pub operation: String,
    /// The cell.
    pub cell: String,
    /// The version it made.
    pub version: i32,
}

/// The answer to an operation, for ever.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub person: String,
    pub version: Option<i32>,
    pub answer: Value,
}

/// Something that laptops are told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Producer(String),
    Report,
    Cell(String),
    Conflict(String),
}

/// What a backup holds.
#[derive(Debug, Clone, Default)]
pub struct Life {
    pub(super) known: HashMap<String, Known>,
    pub(super) cells: BTreeMap<String, Cell>,
    pub(super) conflicts: BTreeMap<String, Conflict>,
    pub(super) log: Vec<Told>,
    pub(super) effects: Vec<Effect>,
}

/// What is read off an operation.
struct Asked<'a> {
    person: &'a str,
    id: &'a str,
    cell: String,
    amount: Option<Amount>,
    resolves: Option<&'a str>,
    operation: &'a Value,
}

impl Life {
    /// Decides one operation, once: sent again, it gets the answer it got.
    pub(super) fn decide(&mut self, person: &str, operation: &Value, open: bool, forgets: bool) -> Value {
        let id = operation["operationId"].as_str().expect("an id");
        if let Some(known) = self.known.get(id).filter(|_| !forgets) {
            return known.answer.clone();
        }
        if operation["change"]["discard"].is_object() {
            return self.discard(person, id, &operation["change"]["discard"]);
        }
        if !open {
            return answer(id, "HELD", None, rows::refusal(RefusalCode::MonthClosed), Value::Null);
        }
        self.figure(&Asked::read(person, id, operation))
    }

    fn figure(&mut self, asked: &Asked<'_>) -> Value {
        let cell = self.cells.get(&asked.cell).cloned().unwrap_or_default();
        let fact = EntryFact {
            version: cell.version,
            amount: cell.amount,
            note: None,
        };
        let closed = |id: &str| self.conflicts.get(id).is_some_and(|conflict| conflict.closed);
        let settled = asked.resolves.is_some_and(closed);
        match fact.decide(self.base(asked), asked.amount, None) {
            Decision::Apply if !settled => self.apply(asked, cell.version + 1),
            Decision::Noop => self.noop(asked, cell.version),
            Decision::Apply | Decision::Conflict => self.contradict(asked, &cell),
            Decision::Blocked => self.refuse(asked),
        }
    }

    fn base(&self, asked: &Asked<'_>) -> BaseFact {
        let base = &asked.operation["base"];
        let Some(own) = base["operationId"].as_str() else {
            let version = base["version"].as_i64().and_then(|version| i32::try_from(version).ok());
            return BaseFact::Version(version.expect("a version"));
        };
        let own = self.known.get(own).filter(|known| known.person == asked.person);
        own.and_then(|known| known.version).map_or(BaseFact::NotApplied, BaseFact::Version)
    }

    fn apply(&mut self, asked: &Asked<'_>, version: i32) -> Value {
        let cell = Cell {
            version,
            amount: asked.amount,
            by: asked.person.to_owned(),
        };
        self.cells.insert(asked.cell.clone(), cell);
        self.effects.push(Effect {
            operation: asked.id.to_owned(),
            cell: asked.cell.clone(),
            version,
        });
        self.log.push(Told::Cell(asked.cell.clone()));
        self.close(asked.resolves);
        self.keep(
            asked,
            Some(version),
            answer(asked.id, "APPLIED", Some(version), Value::Null, Value::Null),
        )
    }

    fn noop(&mut self, asked: &Asked<'_>, version: i32) -> Value {
        self.close(asked.resolves);
        self.keep(
            asked,
            Some(version),
            answer(asked.id, "NOOP", Some(version), Value::Null, Value::Null),
        )
    }

    fn contradict(&mut self, asked: &Asked<'_>, cell: &Cell) -> Value {
        let id = Uuid::now_v7().to_string();
        let conflict = Conflict {
            cell: asked.cell.clone(),
            operation: asked.id.to_owned(),
            master: cell.amount,
            offered: asked.amount,
            by: asked.person.to_owned(),
            closed: false,
        };
        let told = rows::conflict(&id, &conflict);
        self.conflicts.insert(id.clone(), conflict);
        self.log.push(Told::Conflict(id));
        self.keep(asked, None, answer(asked.id, "CONFLICT", Some(cell.version), Value::Null, told))
    }

    fn refuse(&mut self, asked: &Asked<'_>) -> Value {
        let refusal = rows::refusal(RefusalCode::Invalid);
        self.keep(asked, None, answer(asked.id, "BLOCKED", None, refusal, Value::Null))
    }

    /// "Take theirs": the conflict waits no longer. What is unknown needs no closing.
    fn discard(&mut self, person: &str, id: &str, discard: &Value) -> Value {
        let conflict = discard["conflictId"].as_str();
        self.close(conflict);
        let said = answer(id, "APPLIED", None, Value::Null, Value::Null);
        self.known.insert(
            id.to_owned(),
            Known {
                person: person.to_owned(),
                version: None,
                answer: said.clone(),
            },
        );
        said
    }

    fn close(&mut self, conflict: Option<&str>) {
        let Some(id) = conflict else { return };
        if let Some(conflict) = self.conflicts.get_mut(id).filter(|conflict| !conflict.closed) {
            conflict.closed = true;
            self.log.push(Told::Conflict(id.to_owned()));
        }
    }

    fn keep(&mut self, asked: &Asked<'_>, version: Option<i32>, answer: Value) -> Value {
        let known = Known {
            person: asked.person.to_owned(),
            version,
            answer: answer.clone(),
        };
        self.known.insert(asked.id.to_owned(), known);
        answer
    }
}

impl<'a> Asked<'a> {
    fn read(person: &'a str, id: &'a str, operation: &'a Value) -> Self {
        let cell = &operation["change"]["cell"];
        let part = |name: &str| cell[name].as_str().expect("a cell's part").to_owned();
        Self {
            person,
            id,
            cell: ["producerId", "month", "category", "channel"].map(part).join("|"),
            amount: cell["amount"].as_str().map(|amount| Amount::parse(amount).expect("an amount")),
            resolves: operation["resolves"].as_str(),
            operation,
        }
    }
}

fn answer(id: &str, outcome: &str, version: Option<i32>, refusal: Value, conflict: Value) -> Value {
    let cell = version.map(|version| json!({ "version": version }));
    json!({ "operationId": id, "outcome": outcome, "cell": cell, "sheet": null, "estimate": null, "conflict": conflict, "refusal": refusal })
}
