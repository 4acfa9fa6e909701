//! The one operation of a document that a request asks for, ready to be executed.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Positioned, Request, ServerError, Value, Variables};
use otop_schema::RefusalCode;

use super::contract::Contract;
use super::guard::coded;
use super::parameters::Members;

/// The most fields at the root of a query, fragments spread out.
const QUERY_ROOTS: usize = 40;
/// The most fields at the root of a mutation: each is a transaction of its own.
const MUTATION_ROOTS: usize = 10;

/// An operation with the values of its variables.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What it does.
    pub kind: OperationType,
    document: ExecutableDocument,
    variables: Members,
}

impl Operation {
    /// The operation of a valid document that goes by a name, or its only one.
    ///
    /// # Errors
    /// `INVALID` when it is not there, not told apart, or its variables are not what they must be; `QUERY_TOO_COSTLY` when it
    /// asks for too much at once.
    pub fn of(contract: &Contract, document: &ExecutableDocument, name: Option<&str>, variables: Members) -> Result<Self, ServerError> {
        let operation = chosen(document, name)?;
        contract.variables(&operation.node.variable_definitions, &variables)?;
        let kind = operation.node.ty;
        let document = contract.collect(document, operation, &variables);
        bounded(kind, roots(&document))?;
        Ok(Self { kind, document, variables })
    }

    /// The request for execution.
    pub fn into_request(self) -> Request {
        let mut request = Request::new("").variables(Variables::from_value(Value::Object(self.variables)));
        request.set_parsed_query(self.document);
        request
    }
}

fn chosen<'d>(document: &'d ExecutableDocument, name: Option<&str>) -> Result<&'d Positioned<OperationDefinition>, ServerError> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own == name)),
        None if operations.len() == 1 => operations.next(),
        None => return Err(invalid("The request must name one of the operations of its document.".to_owned())),
    };
    found
        .map(|(_, operation)| operation)
        .ok_or_else(|| invalid(format!("Unknown operation named \"{}\".", name.unwrap_or_default())))
}

fn invalid(message: String) -> ServerError {
    coded(ServerError::new(message, None), RefusalCode::Invalid)
}

/// How many fields stand at the root.
fn roots(document: &ExecutableDocument) -> usize {
    match &document.operations {
        DocumentOperations::Single(operation) => operation.node.selection_set.node.items.len(),
        DocumentOperations::Multiple(operations) => operations.len(),
    }
}

fn bounded(kind: OperationType, roots: usize) -> Result<(), ServerError> {
    let limit = match kind {
        OperationType::Query => QUERY_ROOTS,
        OperationType::Mutation => MUTATION_ROOTS,
        OperationType::Subscription => 1,
    };
    if roots <= limit {
        return Ok(());
    }
    let message = format!("คำขอใหญ่เกินไป / The operation has more than {limit} fields at its root.");
    Err(coded(ServerError::new(message, None), RefusalCode::QueryTooCostly))
}
