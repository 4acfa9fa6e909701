//! The one operation of a document that a request asks for.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet};
use async_graphql::{Positioned, ServerError};
use otop_schema::RefusalCode;

use super::flatten::flatten;
use super::guard::coded;

/// The most fields at the root of a query, fragments spread out.
const QUERY_ROOTS: usize = 40;
/// The most fields at the root of a mutation: each is a transaction of its own.
const MUTATION_ROOTS: usize = 10;

/// Finds the operation, makes a subscription's root plain, and tells its type.
///
/// # Errors
/// `INVALID` when it is not there or not told apart, `QUERY_TOO_COSTLY` when it asks for too much at once.
pub fn prepare(document: &mut ExecutableDocument, name: Option<&str>) -> Result<OperationType, ServerError> {
    let kind = chosen(document, name)?.node.ty;
    if kind == OperationType::Subscription {
        flatten(document, name)?;
    }
    let roots = root_count(document, &chosen(document, name)?.node.selection_set.node);
    match kind {
        OperationType::Query if roots > QUERY_ROOTS => Err(too_many(QUERY_ROOTS)),
        OperationType::Mutation if roots > MUTATION_ROOTS => Err(too_many(MUTATION_ROOTS)),
        OperationType::Subscription if roots != 1 => Err(invalid("A subscription has exactly one field at its root.")),
        _ => Ok(kind),
    }
}

/// A document that does not say what it must.
pub(super) fn invalid(message: impl Into<String>) -> ServerError {
    coded(ServerError::new(message, None), RefusalCode::Invalid)
}

fn too_many(limit: usize) -> ServerError {
    let message = format!("คำขอใหญ่เกินไป / The operation has more than {limit} fields at its root.");
    coded(ServerError::new(message, None), RefusalCode::QueryTooCostly)
}

/// The operation asked for.
pub(super) fn chosen<'d>(document: &'d ExecutableDocument, name: Option<&str>) -> Result<&'d Positioned<OperationDefinition>, ServerError> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own == name)),
        None if operations.len() == 1 => operations.next(),
        None => return Err(invalid("Operation name required in request.")),
    };
    found
        .map(|(_, operation)| operation)
        .ok_or_else(|| invalid(format!("Unknown operation named \"{}\"", name.unwrap_or_default())))
}

fn root_count(document: &ExecutableDocument, set: &SelectionSet) -> usize {
    let counts = set.items.iter().map(|item| match &item.node {
        Selection::Field(_) => 1,
        Selection::InlineFragment(fragment) => root_count(document, &fragment.node.selection_set.node),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(0, |fragment| root_count(document, &fragment.node.selection_set.node))
        }
    });
    counts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::guard;

    fn ask(text: &str, name: Option<&str>) -> Result<(OperationType, ExecutableDocument), String> {
        let mut document = guard::parse(text).map_err(|error| error.message)?;
        let kind = prepare(&mut document, name).map_err(|error| error.message)?;
        Ok((kind, document))
    }

    #[test]
    fn the_operation_is_told_apart_by_its_name() {
        let two = "query A { a } mutation B { b }";
        assert_eq!(ask(two, Some("B")).unwrap().0, OperationType::Mutation);
        assert!(ask(two, None).unwrap_err().contains("name required"));
        assert!(ask(two, Some("C")).unwrap_err().contains("Unknown operation"));
        assert_eq!(ask("query A { a }", None).unwrap().0, OperationType::Query);
    }

    #[test]
    fn a_subscription_may_keep_its_root_in_fragments() {
        let text =
            "subscription { ...F } fragment F on Subscription { ...G } fragment G on Subscription { a { ...H } } fragment H on T { b }";
        let (_, document) = ask(text, None).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        assert!(matches!(operation.node.selection_set.node.items[0].node, Selection::Field(_)));
        assert_eq!(document.fragments.len(), 1, "F and G are gone, H is still needed");
    }

    #[test]
    fn a_subscription_has_one_root() {
        assert!(ask("subscription { a b }", None).unwrap_err().contains("exactly one"));
        assert!(
            ask("subscription { ...F } fragment F on Subscription { a b }", None)
                .unwrap_err()
                .contains("exactly one")
        );
        assert!(
            ask("subscription { ... on Query { a } }", None)
                .unwrap_err()
                .contains("Subscription only")
        );
    }

    #[test]
    fn roots_are_bounded() {
        assert!(ask(&format!("mutation {{ {} }}", "a ".repeat(11)), None).is_err());
        assert!(ask(&format!("query {{ {} }}", "a ".repeat(40)), None).is_ok());
    }
}
