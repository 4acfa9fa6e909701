//! The one operation of a document that a request asks for, ready to be executed.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Name, Positioned, Request, ServerError, Value, Variables};
use otop_schema::RefusalCode;

use super::contract::Contract;
use super::guard::coded;
use super::parameters::Members;
use crate::metrics;

/// An operation with the values of its variables.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What it does.
    pub kind: OperationType,
    /// What it is counted as.
    pub name: &'static str,
    document: ExecutableDocument,
    variables: Members,
}

impl Operation {
    /// The operation of a valid document that goes by a name, or its only one.
    ///
    /// # Errors
    /// `INVALID` when it is not there, not told apart, or its variables are not what they must be.
    pub fn of(contract: &Contract, document: &ExecutableDocument, name: Option<&str>, variables: Members) -> Result<Self, ServerError> {
        let (own, operation) = chosen(document, name)?;
        contract.variables(&operation.node.variable_definitions, &variables)?;
        let kind = operation.node.ty;
        let document = contract.collect(document, operation, &variables);
        let name = metrics::operation(own.map(Name::as_str));
        Ok(Self {
            kind,
            name,
            document,
            variables,
        })
    }

    /// The request for execution.
    pub fn into_request(self) -> Request {
        let mut request = Request::new("").variables(Variables::from_value(Value::Object(self.variables)));
        request.set_parsed_query(self.document);
        request
    }
}

type Named<'d> = (Option<&'d Name>, &'d Positioned<OperationDefinition>);

fn chosen<'d>(document: &'d ExecutableDocument, name: Option<&str>) -> Result<Named<'d>, ServerError> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own == name)),
        None if operations.len() == 1 => operations.next(),
        None => return Err(invalid("The request must name one of the operations of its document.".to_owned())),
    };
    found.ok_or_else(|| invalid(format!("Unknown operation named \"{}\".", name.unwrap_or_default())))
}

fn invalid(message: String) -> ServerError {
    coded(ServerError::new(message, None), RefusalCode::Invalid)
}
