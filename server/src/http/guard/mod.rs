//! The query guard: what a document may come to before it is validated. Linear in its bytes, whatever its fragments do.
//!
//! | file | what it holds |
//! |---|---|
//! | `limits` | the limits, each once |
//! | `text` | what the bytes alone tell, before they are parsed |
//! | `weight` | what the document comes to with its fragments spread out, each measured once |
//! | `catalogue`, `arguments` | how long lists are: by the contract, and by what is asked for |

mod arguments;
mod catalogue;
mod limits;
mod text;
mod weight;

#[cfg(test)]
mod tests;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{ErrorExtensionValues, Positioned, ServerError};
use otop_schema::RefusalCode;

use arguments::{Given, MONTHS};
use catalogue::Catalogue;
use limits::{ALIASES, ALONE, COST, MUTATION_ROOTS, PARTS, QUERY_ROOTS, SELECTIONS};
use weight::{Scale, Weight};

use super::parameters::Members;
use crate::error::{Error, Result as Outcome};

/// Measures documents against the contract.
#[derive(Debug)]
pub struct Guard(Catalogue);

/// What the guard found of a document that it lets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Values that the answer may have.
    pub cost: u64,
    /// How many parts of the document were looked at.
    pub steps: u64,
}

/// Parses a document that is small enough to be parsed.
///
/// # Errors
/// `QUERY_TOO_COSTLY` beyond a limit, `INVALID` for a syntax error.
pub fn parse(document: &str) -> Result<ExecutableDocument, ServerError> {
    text::scan(document)?;
    async_graphql::parser::parse_query(document).map_err(|error| coded(error.into(), RefusalCode::Invalid))
}

/// Adds the code programs match.
pub fn coded(mut error: ServerError, code: RefusalCode) -> ServerError {
    let values = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    values.set("code", code.as_str());
    error
}

impl Guard {
    /// A guard over our contract.
    ///
    /// # Errors
    /// When the contract cannot be read, which a test would have seen.
    pub fn new() -> Outcome<Self> {
        Catalogue::of(&crate::graphql::sdl()).map(Self).map_err(Error::internal)
    }

    /// Measures a parsed document; what its answer costs is that of the one operation asked for.
    ///
    /// # Errors
    /// `QUERY_TOO_COSTLY` beyond a limit, `INVALID` for fragments that contain themselves.
    pub fn measure(&self, document: &ExecutableDocument, asked: Option<&str>, variables: &Members) -> Result<Finding, ServerError> {
        let chosen = operation(document, asked);
        let given = chosen.map(|operation| Given::to(&operation.node, variables)).unwrap_or_default();
        let mut scale = Scale::new(document, &self.0, given);
        let mut whole = Weight::default();
        let mut wanted = None;
        for (_, operation) in document.operations.iter() {
            let kind = operation.node.ty;
            let weight = scale.operation(&operation.node.selection_set.node, root(kind))?;
            whole.add(weight);
            if chosen.is_some_and(|chosen| std::ptr::eq(chosen, operation)) {
                wanted = Some((kind, weight));
            }
        }
        whole.add(scale.unused_fragments()?);
        SELECTIONS.hold(whole.selections)?;
        PARTS.hold(whole.parts)?;
        ALIASES.hold(whole.aliases)?;
        let cost = wanted.map_or(Ok(0), |(kind, weight)| affordable(kind, weight))?;
        Ok(Finding { cost, steps: scale.steps })
    }
}

/// The operation of a name, or the only one.
fn operation<'d>(document: &'d ExecutableDocument, asked: Option<&str>) -> Option<&'d Positioned<OperationDefinition>> {
    let mut operations = document.operations.iter();
    match asked {
        Some(asked) => operations.find(|(name, _)| name.is_some_and(|name| name == asked)),
        None => operations.next(),
    }
    .map(|(_, operation)| operation)
}

fn root(kind: OperationType) -> &'static str {
    match kind {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

/// What the answer costs, where not too much is asked for at once. That a subscription has one root is a rule of the language, not of
/// the guard.
fn affordable(kind: OperationType, weight: Weight) -> Result<u64, ServerError> {
    match kind {
        OperationType::Query => QUERY_ROOTS.hold(weight.roots)?,
        OperationType::Mutation if weight.batches > 0 => ALONE.hold(weight.roots)?,
        OperationType::Mutation => MUTATION_ROOTS.hold(weight.roots)?,
        OperationType::Subscription => {}
    }
    let cost = weight.cost(MONTHS);
    COST.hold(cost).map(|()| cost)
}
