//! `/graphql` over HTTP: who asks, then what, then how the answer is written.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response as Answer, ServerError};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Response, StatusCode};
use otop_schema::RefusalCode;
use tokio::time::Instant;
use tracing::{Instrument, info_span};

use super::negotiate::{self, Media};
use super::operation::Operation;
use super::parameters::Parameters;
use super::{Edge, answer, places};
use crate::error::Error;
use crate::identity::Caller;
use crate::metrics::{self, Ending};
use crate::request;

/// A query or a mutation.
pub async fn post(State(edge): State<Edge>, request: axum::extract::Request) -> Response<Body> {
    let (media, caller) = match opening(&edge, request.headers()).await {
        Ok(opening) => opening,
        Err(response) => return response,
    };
    if !negotiate::is_json(request.headers()) {
        return answer::malformed(
            media,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the request as application/json in UTF-8.",
        );
    }
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => return answer::unreadable(media, rejection.status()),
    };
    match Parameters::from_body(&body) {
        Ok(parameters) => answered(&edge, media, caller, parameters, false).await,
        Err(message) => answer::malformed(media, StatusCode::BAD_REQUEST, message),
    }
}

/// A query.
pub async fn get(edge: Edge, headers: &HeaderMap, pairs: Query<Vec<(String, String)>>) -> Response<Body> {
    let (media, caller) = match opening(&edge, headers).await {
        Ok(opening) => opening,
        Err(response) => return response,
    };
    match Parameters::from_url(pairs.0) {
        Ok(parameters) => answered(&edge, media, caller, parameters, true).await,
        Err(message) => answer::malformed(media, StatusCode::BAD_REQUEST, message),
    }
}

/// How the answer is to be written, and for whom: settled before anything is read.
async fn opening(edge: &Edge, headers: &HeaderMap) -> Result<(Media, Caller), Response<Body>> {
    let Some(media) = Media::accepted(headers) else {
        return Err(answer::plain(StatusCode::NOT_ACCEPTABLE, RefusalCode::Invalid));
    };
    Ok((media, who(edge, headers, media).await?))
}

/// The caller behind the `Authorization` header.
async fn who(edge: &Edge, headers: &HeaderMap, media: Media) -> Result<Caller, Response<Body>> {
    let Some(token) = bearer(headers) else {
        return Err(answer::unauthenticated(media));
    };
    match edge.caller_of(token).await {
        Ok(Some((caller, _))) => Ok(caller),
        Ok(None) => Err(answer::unauthenticated(media)),
        Err(error) => Err(unavailable(error)),
    }
}

/// The access token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The database did not answer before anything was understood.
fn unavailable(error: Error) -> Response<Body> {
    if let Error::Internal(cause) = error {
        tracing::error!(cause, "the caller could not be looked up");
    }
    answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable)
}

async fn answered(edge: &Edge, media: Media, caller: Caller, parameters: Parameters, by_get: bool) -> Response<Body> {
    let operation = match prepared(edge, parameters).await {
        Ok(operation) => operation,
        Err(errors) => return answer::refused(media, errors),
    };
    match operation.kind {
        OperationType::Mutation if by_get => answer::wrong_method(media),
        OperationType::Subscription => answer::malformed(
            media,
            StatusCode::BAD_REQUEST,
            "Subscribe over a WebSocket (graphql-transport-ws) on this path.",
        ),
        OperationType::Query | OperationType::Mutation => answer::executed(media, executed(edge, caller, operation).await),
    }
}

/// The operation of a request whose document passed the guard and is valid; what is refused is counted.
///
/// # Errors
/// What the guard says, or what the document or its variables break.
pub async fn prepared(edge: &Edge, parameters: Parameters) -> Result<Operation, Vec<ServerError>> {
    let (asked, name) = (Instant::now(), metrics::operation(parameters.operation_name.as_deref()));
    let prepared = understood(edge, parameters).await;
    if prepared.is_err() {
        edge.app().metrics().ended(name, Ending::Refused, asked.elapsed());
    }
    prepared
}

async fn understood(edge: &Edge, parameters: Parameters) -> Result<Operation, Vec<ServerError>> {
    let document = edge.documents().find(&parameters.asked)?;
    let name = parameters.operation_name.as_deref();
    edge.guard().measure(&document.parsed, name, &parameters.variables)?;
    edge.documents().validated(&document, edge.contract()).await?;
    Ok(Operation::of(edge.contract(), &document.parsed, name, parameters.variables)?)
}

/// Executes a query or a mutation, and counts how it ended.
pub async fn executed(edge: &Edge, caller: Caller, operation: Operation) -> Answer {
    let (asked, name) = (Instant::now(), operation.name);
    let span = info_span!("graphql", operation = name);
    let answer = complete(edge, caller, operation).instrument(span).await;
    edge.app().metrics().ended(name, Ending::of(&answer), asked.elapsed());
    answer
}

/// The answer; where errors have lost their places, once more with a witness.
async fn complete(edge: &Edge, caller: Caller, operation: Operation) -> Answer {
    let caller = Arc::new(caller);
    let again = (operation.kind == OperationType::Query).then(|| operation.clone());
    let answer = request::execute(edge.schema(), edge.app(), caller.clone(), operation.into_request()).await;
    let Some(again) = again.filter(|_| places::are_lost(&answer)) else {
        return answer;
    };
    let mut answer = request::execute(edge.witnessed(), edge.app(), caller, again.into_request()).await;
    places::restore(&mut answer);
    answer
}
