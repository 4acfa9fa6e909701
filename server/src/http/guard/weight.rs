//! What a document comes to with its fragments spread out. Every fragment is measured once, however often it is spread: fragments
//! that spread each other double with every line.

use std::collections::HashMap;

use async_graphql::parser::types::{Directive, ExecutableDocument, Field, FragmentSpread, InlineFragment, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::Value;
use otop_schema::RefusalCode;

use super::arguments::{Given, MONTHS};
use super::catalogue::{Catalogue, Entry};
use super::coded;
use super::limits::{ARGUMENTS, LEVELS};

/// Mutations that have to be a request's only one: each takes a batch (500 edits, 100 rows, 100 targets) and bounds it, so that two of
/// them in one request would be two batches under one bound; what a push answers is meant for one plan of one device.
/// Any other mutation is one act on one object; up to ten of those may stand together, as an office registers its producers.
const BATCHES: [&str; 3] = ["syncPush", "pushRevenueEntry", "setTargets"];

/// What a selection comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Fields, spreads and inline fragments.
    pub selections: u64,
    /// Arguments, directives, parts of values.
    pub parts: u64,
    /// Aliases.
    pub aliases: u64,
    /// Selections inside each other, this one included.
    levels: u64,
    /// Fields of this very selection, those of its fragments included.
    pub roots: u64,
    /// Of them those that take a batch.
    pub batches: u64,
    /// Values of the answer, but for those that come again every month.
    cost: u64,
    /// Values of each month.
    monthly: u64,
}

impl Weight {
    /// Adds what stands beside it.
    pub fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.parts = self.parts.saturating_add(other.parts);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.levels = self.levels.max(other.levels);
        self.roots = self.roots.saturating_add(other.roots);
        self.batches = self.batches.saturating_add(other.batches);
        self.cost = self.cost.saturating_add(other.cost);
        self.monthly = self.monthly.saturating_add(other.monthly);
    }

    /// The values of the answer, over so many months.
    pub fn cost(self, months: u64) -> u64 {
        self.cost.saturating_add(self.monthly.saturating_mul(months))
    }
}

/// Weighs the operations and fragments of one document.
pub struct Scale<'d> {
    document: &'d ExecutableDocument,
    catalogue: &'d Catalogue,
    given: Given<'d>,
    /// The weights of fragments; `None` while one is being measured.
    known: HashMap<&'d Name, Option<Weight>>,
    /// Parts of the document that were looked at: each once, so no more than its bytes.
    pub steps: u64,
}

impl<'d> Scale<'d> {
    /// A scale for a document with its variables.
    pub fn new(document: &'d ExecutableDocument, catalogue: &'d Catalogue, given: Given<'d>) -> Self {
        Self {
            document,
            catalogue,
            given,
            known: HashMap::new(),
            steps: 0,
        }
    }

    /// The selection of an operation.
    ///
    /// # Errors
    /// `QUERY_TOO_COSTLY` where it is too deep, `INVALID` for fragments that contain themselves.
    pub fn operation(&mut self, set: &'d SelectionSet, root: &str) -> Result<Weight, ServerError> {
        self.set(set, root, 1)
    }

    /// The fragments that no operation spreads: validation walks them too.
    ///
    /// # Errors
    /// As with an operation.
    pub fn unused_fragments(&mut self) -> Result<Weight, ServerError> {
        let mut total = Weight::default();
        for (name, fragment) in &self.document.fragments {
            if !self.known.contains_key(name) {
                total.add(self.fragment(name, fragment.pos, 0)?);
            }
        }
        Ok(total)
    }

    fn set(&mut self, set: &'d SelectionSet, owner: &str, level: u64) -> Result<Weight, ServerError> {
        let mut total = Weight::default();
        if set.items.is_empty() {
            return Ok(total);
        }
        LEVELS.hold(level)?;
        for item in &set.items {
            self.steps += 1;
            total.add(match &item.node {
                Selection::Field(field) => self.field(&field.node, owner, level)?,
                Selection::InlineFragment(fragment) => self.inline(&fragment.node, owner, level)?,
                Selection::FragmentSpread(spread) => self.spread(&spread.node, item.pos, level)?,
            });
        }
        total.levels += 1;
        Ok(total)
    }

    fn field(&mut self, field: &'d Field, owner: &str, level: u64) -> Result<Weight, ServerError> {
        let catalogue = self.catalogue;
        let entry = catalogue.field(owner, &field.name.node);
        let inner = self.set(&field.selection_set.node, entry.map_or("", |entry| &entry.leads_to), level + 1)?;
        let name = field.name.node.as_str();
        let mut total = Weight {
            selections: inner.selections.saturating_add(1),
            parts: inner.parts.saturating_add(self.parts(&field.arguments, &field.directives)?),
            aliases: inner.aliases.saturating_add(field.alias.is_some().into()),
            levels: inner.levels,
            roots: 1,
            batches: BATCHES.contains(&name).into(),
            cost: 1,
            monthly: 0,
        };
        match entry {
            Some(entry) => self.repeat(&mut total, inner, entry, field),
            None => total.cost = total.cost.saturating_add(inner.cost(MONTHS)),
        }
        Ok(total)
    }

    /// Adds what a field's selection costs, as often as its list is long.
    fn repeat(&self, total: &mut Weight, inner: Weight, entry: &Entry, field: &Field) {
        let inner = match entry.has_period {
            true => Weight {
                cost: inner.cost(self.given.months(field)),
                monthly: 0,
                ..inner
            },
            false => inner,
        };
        match self.given.times(entry, field) {
            Some(times) => {
                total.cost = total.cost.saturating_add(inner.cost.saturating_mul(times));
                total.monthly = inner.monthly.saturating_mul(times);
            }
            None => total.monthly = inner.cost(MONTHS),
        }
    }

    fn inline(&mut self, fragment: &'d InlineFragment, owner: &str, level: u64) -> Result<Weight, ServerError> {
        let on = fragment.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
        let mut total = self.set(&fragment.selection_set.node, on.unwrap_or(owner), level + 1)?;
        total.selections = total.selections.saturating_add(1);
        total.parts = total.parts.saturating_add(self.parts(&[], &fragment.directives)?);
        Ok(total)
    }

    fn spread(&mut self, spread: &'d FragmentSpread, at: Pos, level: u64) -> Result<Weight, ServerError> {
        let mut total = self.fragment(&spread.fragment_name.node, at, level)?;
        total.selections = total.selections.saturating_add(1);
        total.parts = total.parts.saturating_add(self.parts(&[], &spread.directives)?);
        Ok(total)
    }

    /// A fragment is measured once. An unknown one weighs nothing: validation will name it.
    fn fragment(&mut self, name: &'d Name, at: Pos, level: u64) -> Result<Weight, ServerError> {
        match self.known.get(name) {
            Some(Some(weight)) => return LEVELS.hold(level + weight.levels).map(|()| *weight),
            Some(None) => return Err(contains_itself(name, at)),
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name).map(|fragment| &fragment.node) else {
            return Ok(Weight::default());
        };
        self.known.insert(name, None);
        let mut weight = self.set(&fragment.selection_set.node, &fragment.type_condition.node.on.node, level + 1)?;
        weight.parts = weight.parts.saturating_add(self.parts(&[], &fragment.directives)?);
        self.known.insert(name, Some(weight));
        Ok(weight)
    }

    fn parts(&mut self, arguments: &'d [Argument], directives: &'d [Positioned<Directive>]) -> Result<u64, ServerError> {
        let mut parts = self.values(arguments)?;
        for directive in directives {
            parts += 1 + self.values(&directive.node.arguments)?;
            self.steps += 1;
        }
        Ok(parts)
    }

    fn values(&mut self, arguments: &'d [Argument]) -> Result<u64, ServerError> {
        ARGUMENTS.hold(arguments.len())?;
        let parts = arguments.iter().map(|(_, value)| size(&value.node)).sum();
        self.steps += parts;
        Ok(parts)
    }
}

type Argument = (Positioned<Name>, Positioned<Value>);

/// A value and everything in it.
fn size(value: &Value) -> u64 {
    let inside: u64 = match value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    };
    1 + inside
}

fn contains_itself(name: &Name, at: Pos) -> ServerError {
    let message = format!("Cannot spread fragment \"{name}\" within itself.");
    coded(ServerError::new(message, Some(at)), RefusalCode::Invalid)
}
