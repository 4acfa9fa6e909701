//! Every answer says which request it answers: `x-request-id`.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use axum::middleware::Next;
use tracing::{Instrument, info_span};

use super::Edge;
use crate::correlation::Correlation;

/// The header, on the way in and on the way out.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Answers under the id that the client gave, else under one of ours; counts the answer by its status.
pub async fn named(State(edge): State<Edge>, request: Request, next: Next) -> Response<Body> {
    let correlation = given(request.headers()).unwrap_or_default();
    let span = info_span!("request", id = correlation.as_str());
    let named = HeaderValue::from_str(correlation.as_str());
    let mut response = correlation.within(next.run(request)).instrument(span).await;
    edge.app().metrics().responded(response.status().as_u16());
    if let Ok(named) = named {
        response.headers_mut().insert(HEADER, named);
    }
    response
}

fn given(headers: &HeaderMap) -> Option<Correlation> {
    headers.get(HEADER)?.to_str().ok().and_then(Correlation::given)
}
