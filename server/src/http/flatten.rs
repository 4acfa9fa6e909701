//! A subscription's root without fragments: async-graphql starts a stream for a plain field only, a root inside a fragment would
//! stay silent for ever.

use std::collections::HashSet;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned, ServerError};

use super::operation::{chosen, invalid};

fn chosen_mut<'d>(document: &'d mut ExecutableDocument, name: Option<&str>) -> Option<&'d mut Positioned<OperationDefinition>> {
    match (&mut document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(all), Some(name)) => all.get_mut(name),
        (DocumentOperations::Multiple(all), None) => all.values_mut().next(),
    }
}

/// The fields of a root, fragments spread out: the guard has bounded how many they can be.
fn root_fields(document: &ExecutableDocument, set: &SelectionSet) -> Vec<Positioned<Field>> {
    let mut fields = Vec::new();
    for item in &set.items {
        let (inner, directives) = match &item.node {
            Selection::Field(field) => {
                fields.push(field.clone());
                continue;
            }
            Selection::InlineFragment(fragment) => (Some(&fragment.node.selection_set.node), &fragment.node.directives),
            Selection::FragmentSpread(spread) => {
                let fragment = document.fragments.get(&spread.node.fragment_name.node);
                (fragment.map(|fragment| &fragment.node.selection_set.node), &spread.node.directives)
            }
        };
        for mut field in inner.map(|inner| root_fields(document, inner)).unwrap_or_default() {
            field.node.directives.extend(directives.iter().cloned());
            fields.push(field);
        }
    }
    fields
}

/// Replaces the fragments at the root of the subscription by their fields.
///
/// # Errors
/// `INVALID` when one of them is of another type.
pub(super) fn flatten(document: &mut ExecutableDocument, name: Option<&str>) -> Result<(), ServerError> {
    let root = chosen(document, name)?.node.selection_set.node.clone();
    if has_foreign_fragment(document, &root) {
        return Err(invalid("A subscription's root selects fields of Subscription only."));
    }
    let before = reached(document);
    let fields = root_fields(document, &root);
    let items = fields
        .into_iter()
        .map(|field| Positioned::new(Selection::Field(field.clone()), field.pos))
        .collect();
    if let Some(operation) = chosen_mut(document, name) {
        operation.node.selection_set.node.items = items;
    }
    // A fragment that is now spread nowhere would be called unused.
    let after = reached(document);
    document.fragments.retain(|name, _| after.contains(name) || !before.contains(name));
    Ok(())
}

fn has_foreign_fragment(document: &ExecutableDocument, set: &SelectionSet) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(_) => false,
        Selection::InlineFragment(fragment) => {
            let foreign = fragment
                .node
                .type_condition
                .as_ref()
                .is_some_and(|condition| condition.node.on.node != "Subscription");
            foreign || has_foreign_fragment(document, &fragment.node.selection_set.node)
        }
        Selection::FragmentSpread(spread) => document.fragments.get(&spread.node.fragment_name.node).is_none_or(|fragment| {
            fragment.node.type_condition.node.on.node != "Subscription" || has_foreign_fragment(document, &fragment.node.selection_set.node)
        }),
    })
}

/// The fragments that the operations spread, directly or through others.
fn reached(document: &ExecutableDocument) -> HashSet<Name> {
    let mut names = HashSet::new();
    for (_, operation) in document.operations.iter() {
        reach(document, &operation.node.selection_set.node, &mut names);
    }
    names
}

fn reach(document: &ExecutableDocument, set: &SelectionSet, names: &mut HashSet<Name>) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => reach(document, &field.node.selection_set.node, names),
            Selection::InlineFragment(fragment) => reach(document, &fragment.node.selection_set.node, names),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if let (true, Some(fragment)) = (names.insert(name.clone()), document.fragments.get(name)) {
                    reach(document, &fragment.node.selection_set.node, names);
                }
            }
        }
    }
}
