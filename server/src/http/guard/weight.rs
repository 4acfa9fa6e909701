//! What a document comes to with its fragments spread out. Every fragment is measured once, however often it is spread:
//! fragments that spread each other double with every line.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Pos, ServerError};
use otop_schema::RefusalCode;

use super::{coded, costly};

/// The deepest selection, spreads and inline fragments included; a full introspection needs 18.
const DEPTH: u32 = 30;
/// The most fields, each counted as often as its fragment is spread.
const FIELDS: u32 = 2_000;
/// The most aliases, counted likewise.
const ALIASES: u32 = 200;

/// What a selection comes to with its fragments spread out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Weight {
    fields: u32,
    aliases: u32,
    depth: u32,
}

impl Weight {
    fn add(&mut self, inner: Weight) {
        self.fields = self.fields.saturating_add(inner.fields);
        self.aliases = self.aliases.saturating_add(inner.aliases);
        self.depth = self.depth.max(inner.depth.saturating_add(1));
    }
}

/// Refuses a document beyond a limit.
///
/// # Errors
/// `QUERY_TOO_COSTLY`, or `INVALID` for fragments that contain themselves.
pub fn measure(document: &ExecutableDocument) -> Result<(), ServerError> {
    let mut scale = Scale {
        document,
        known: HashMap::new(),
    };
    let mut total = Weight::default();
    for (_, operation) in document.operations.iter() {
        total.add(scale.selection(&operation.node.selection_set.node)?);
    }
    let limits = [
        ("levels", total.depth, DEPTH + 1),
        ("fields", total.fields, FIELDS),
        ("aliases", total.aliases, ALIASES),
    ];
    match limits.iter().find(|(_, count, limit)| count > limit) {
        Some((what, _, limit)) => Err(costly(what, limit)),
        None => Ok(()),
    }
}

struct Scale<'d> {
    document: &'d ExecutableDocument,
    /// The weights of fragments; `None` while one is being measured.
    known: HashMap<&'d Name, Option<Weight>>,
}

impl<'d> Scale<'d> {
    fn selection(&mut self, set: &'d SelectionSet) -> Result<Weight, ServerError> {
        let mut total = Weight::default();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    total.fields = total.fields.saturating_add(1);
                    total.aliases = total.aliases.saturating_add(field.node.alias.is_some().into());
                    total.add(self.selection(&field.node.selection_set.node)?);
                }
                Selection::InlineFragment(fragment) => total.add(self.selection(&fragment.node.selection_set.node)?),
                Selection::FragmentSpread(spread) => total.add(self.fragment(&spread.node.fragment_name.node, item.pos)?),
            }
        }
        Ok(total)
    }

    /// A fragment is measured once. An unknown one weighs nothing: validation will name it.
    fn fragment(&mut self, name: &'d Name, at: Pos) -> Result<Weight, ServerError> {
        match self.known.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(contains_itself(name, at)),
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Weight::default());
        };
        self.known.insert(name, None);
        let weight = self.selection(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(weight));
        Ok(weight)
    }
}

fn contains_itself(name: &Name, at: Pos) -> ServerError {
    let message = format!("Cannot spread fragment \"{name}\" within itself.");
    coded(ServerError::new(message, Some(at)), RefusalCode::Invalid)
}
