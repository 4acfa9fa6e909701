//! What a field leads to and how often it repeats what stands beneath it, read from the contract: what a query costs is reckoned
//! from lists that are known to be long, from page sizes that are asked for, and from months.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    BaseType, FieldDefinition, ServiceDocument, Type as FieldType, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{Error, parse_schema};

/// The lists that are long, or whose length is known: the country's size, the sync contract's, the demonstration's.
///
/// An average where lists of lists are meant (76 provinces have 878 districts), because only their product matters.
const KNOWN: [(&str, &str, u64); 38] = [
    ("Nation", "provinces", 76),
    ("Province", "districts", 12),
    ("District", "subdistricts", 9),
    ("Nation", "checklist", 76),
    ("Province", "checklist", 12),
    ("Consolidation", "districts", 878),
    ("BaseRevision", "months", 12),
    ("Roadmap", "months", 12),
    ("Roadmap", "milestones", 100),
    ("Roadmap", "holidays", 30),
    ("Roadmap", "exceptions", 200),
    ("Roadmap", "requests", 200),
    ("Roadmap", "documents", 100),
    ("Mutation", "setHolidays", 60),
    ("Mutation", "setTargets", 100),
    ("Report", "sheets", 120),
    ("Report", "roster", 120),
    ("Report", "missing", 120),
    ("Report", "checks", 120),
    ("Estimate", "entries", 480),
    ("Estimate", "prefill", 480),
    ("Estimate", "producers", 120),
    ("Estimate", "missing", 120),
    ("Estimate", "revisions", 3),
    ("Sheet", "cells", 12),
    ("Rollup", "parts", 40),
    ("SyncPushPayload", "results", 500),
    ("Query", "syncOperations", 500),
    ("Mutation", "pushRevenueEntry", 100),
    ("Subscription", "syncChanges", 500),
    ("Subscription", "streamRevenueEntry", 500),
    ("__Schema", "types", 150),
    ("__Type", "fields", 6),
    ("__Type", "inputFields", 2),
    ("__Type", "enumValues", 2),
    ("__Type", "possibleTypes", 1),
    ("__Type", "interfaces", 1),
    ("__Field", "args", 1),
];
/// Any other list of objects: votes, products, a committee.
const USUAL: u64 = 10;
/// A page where its size is not said and the contract has no default.
const PAGE: u64 = 500;

/// What the contract does not write down.
const INTROSPECTION: &str = "
    type __Schema { types: [__Type] queryType: __Type mutationType: __Type subscriptionType: __Type directives: [__Directive] }
    type __Type { fields: [__Field] interfaces: [__Type] possibleTypes: [__Type] enumValues: [__EnumValue] inputFields: [__InputValue] ofType: __Type }
    type __Field { args: [__InputValue] type: __Type }
    type __InputValue { type: __Type }
    type __Directive { args: [__InputValue] }
    type __EnumValue { name: String }
    type Query { __schema: __Schema __type: __Type }";

/// How often a field's selection is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// One object, or no selection at all.
    Times(u64),
    /// As often as its `first` or `limit` says; the number where that is not said.
    Page(u64),
    /// Once a month of the period that stands further up.
    Monthly,
    /// Once a month between its own `from` and `to`.
    Between,
}

/// A field as the reckoning sees it.
#[derive(Debug)]
pub struct Entry {
    /// The name of its type, without list and null.
    pub leads_to: String,
    /// How often.
    pub repeats: Repeats,
    /// Whether it takes the period that is repeated further down.
    pub has_period: bool,
}

/// The fields of every type that has some.
#[derive(Debug, Default)]
pub struct Catalogue(HashMap<String, HashMap<String, Entry>>);

impl Catalogue {
    /// Reads a contract.
    ///
    /// # Errors
    /// When it is none.
    pub fn of(contract: &str) -> Result<Self, Error> {
        let documents = [parse_schema(contract)?, parse_schema(INTROSPECTION)?];
        let paged: HashSet<String> = documents.iter().flat_map(fields).filter_map(paged_type).collect();
        let mut catalogue = Self::default();
        for (owner, field) in documents.iter().flat_map(fields) {
            let entry = entry(owner, field, &paged);
            catalogue
                .0
                .entry(owner.to_owned())
                .or_default()
                .insert(field.name.node.to_string(), entry);
        }
        Ok(catalogue)
    }

    /// A field of a type; `None` where there is none, which validation will say.
    pub fn field(&self, owner: &str, name: &str) -> Option<&Entry> {
        self.0.get(owner)?.get(name)
    }
}

/// Every field with the name of its type.
fn fields(document: &ServiceDocument) -> impl Iterator<Item = (&str, &FieldDefinition)> {
    let types = document.definitions.iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(of) => Some(&of.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    types.flat_map(|of| fields_of(of).map(|field| (of.name.node.as_str(), field)))
}

fn fields_of(of: &TypeDefinition) -> impl Iterator<Item = &FieldDefinition> {
    let fields = match &of.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Interface(interface) => interface.fields.as_slice(),
        TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => &[],
    };
    fields.iter().map(|field| &field.node)
}

/// The type of a page: its size is asked for where it is asked for, so its lists repeat nothing.
fn paged_type((_, field): (&str, &FieldDefinition)) -> Option<String> {
    let is_page = page_size(field).is_some() && !is_list(&field.ty.node);
    is_page.then(|| named(&field.ty.node).to_owned())
}

fn entry(owner: &str, field: &FieldDefinition, paged: &HashSet<String>) -> Entry {
    let leads_to = named(&field.ty.node).to_owned();
    Entry {
        repeats: repeats(owner, field, paged),
        leads_to,
        has_period: has_argument(field, "period"),
    }
}

fn repeats(owner: &str, field: &FieldDefinition, paged: &HashSet<String>) -> Repeats {
    let name = field.name.node.as_str();
    if let Some((_, _, times)) = KNOWN.iter().find(|(of, list, _)| (*of, *list) == (owner, name)) {
        return Repeats::Times(*times);
    }
    if let Some(usual) = page_size(field) {
        return Repeats::Page(usual);
    }
    let is_list = is_list(&field.ty.node);
    match (owner, name) {
        ("Rollup", "byMonth") => Repeats::Monthly,
        _ if is_list && has_argument(field, "from") => Repeats::Between,
        _ if is_list && !paged.contains(owner) => Repeats::Times(USUAL),
        _ => Repeats::Times(1),
    }
}

/// The page's usual size, where the field hands out pages.
fn page_size(field: &FieldDefinition) -> Option<u64> {
    let size = field
        .arguments
        .iter()
        .find(|argument| matches!(argument.node.name.node.as_str(), "first" | "limit"))?;
    let usual = size.node.default_value.as_ref().map(|value| value.node.clone());
    let usual = usual.and_then(|value| value.into_json().ok()?.as_u64());
    Some(usual.unwrap_or(PAGE))
}

fn has_argument(field: &FieldDefinition, name: &str) -> bool {
    field.arguments.iter().any(|argument| argument.node.name.node == name)
}

fn is_list(of: &FieldType) -> bool {
    matches!(of.base, BaseType::List(_))
}

fn named(of: &FieldType) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::of(&crate::graphql::sdl()).unwrap()
    }

    #[test]
    fn every_known_list_is_in_the_contract() {
        let catalogue = catalogue();
        for (owner, list, times) in KNOWN {
            let found = catalogue.field(owner, list).map(|entry| entry.repeats);
            assert_eq!(found, Some(Repeats::Times(times)), "{owner}.{list}");
        }
        assert!(catalogue.field("Nation", "cities").is_none(), "the check sees a list there is not");
    }

    #[test]
    fn lengths_are_read_from_the_contract() {
        let catalogue = catalogue();
        let repeats = |owner, name| catalogue.field(owner, name).map(|entry| entry.repeats);
        assert_eq!(repeats("District", "producers"), Some(Repeats::Page(50)));
        assert_eq!(repeats("ProducerConnection", "nodes"), Some(Repeats::Times(1)));
        assert_eq!(repeats("Query", "syncPull"), Some(Repeats::Page(500)));
        assert_eq!(repeats("SyncPage", "entries"), Some(Repeats::Times(1)));
        assert_eq!(repeats("Rollup", "byMonth"), Some(Repeats::Monthly));
        assert_eq!(repeats("Producer", "sheets"), Some(Repeats::Between));
        assert_eq!(repeats("District", "committee"), Some(Repeats::Times(USUAL)));
        assert_eq!(repeats("Query", "me"), Some(Repeats::Times(1)));
        assert!(catalogue.field("Nation", "rollup").is_some_and(|entry| entry.has_period));
    }
}
