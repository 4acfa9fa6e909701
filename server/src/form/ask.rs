//! A form's figures: its question, put to the node's own contract under the rights of the caller.

use std::sync::Arc;

use async_graphql::{Request, ServerError, Variables};
use otop_schema::form::{Figures, Wanted, ask};
use otop_schema::{Refusal, RefusalCode};

use crate::app::App;
use crate::error::{Error, Result};
use crate::graphql::Schema;
use crate::identity::Caller;
use crate::request;

/// The figures of a form. A viewer reads sums and states, and no forms (domain: people).
///
/// # Errors
/// `NOT_FOUND` for what is foreign or not there, `FORBIDDEN` for a viewer, and what the contract refuses.
pub async fn figures(schema: &Schema, app: &App, caller: Arc<Caller>, wanted: &Wanted) -> Result<Figures> {
    if !caller.reads(&wanted.area) {
        let seen = caller.sees_totals(&wanted.area);
        return Err(if seen {
            Error::forbidden("viewer")
        } else {
            Error::not_found("form")
        });
    }
    let question = ask::question(wanted);
    let request = Request::new(question.document).variables(Variables::from_json(question.variables));
    let answer = request::execute(schema, app, caller, request).await;
    if let Some(error) = answer.errors.first() {
        return Err(refused(error));
    }
    let data = answer.data.into_json().map_err(Error::internal)?;
    let figures = ask::figures(wanted, data).map_err(Error::internal)?;
    figures.ok_or_else(|| Error::not_found("form"))
}

/// The refusal a field answered with.
fn refused(error: &ServerError) -> Error {
    let code = error.extensions.as_ref().and_then(|values| values.get("code"));
    let code = code.and_then(|code| match code {
        async_graphql::Value::String(code) => code.parse().ok(),
        _ => None,
    });
    match code {
        None | Some(RefusalCode::Internal) => Error::internal(&error.message),
        Some(code) => Error::Refused(Refusal::new(code, error.message.clone())),
    }
}
