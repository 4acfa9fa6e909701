//! A panic is a bug of ours: it costs one request, and the client learns nothing of it.

use std::any::Any;

use async_graphql::{Pos, ServerError};
use axum::body::Body;
use axum::http::Response;

use super::answer;
use crate::error::Error;

/// The answer of a request whose handler panicked.
pub fn answered(panic: Box<dyn Any + Send>) -> Response<Body> {
    answer::failed(&error(panic.as_ref()))
}

/// The error that stands for a panic; what it said goes to the log.
pub fn error(panic: &(dyn Any + Send)) -> ServerError {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    let cause = format!("a panic: {}", said.unwrap_or("without words"));
    let error = async_graphql::Error::from(Error::internal(cause)).into_server_error(Pos::default());
    ServerError {
        locations: Vec::new(),
        ..error
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use futures_util::FutureExt;
    use std::panic::AssertUnwindSafe;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    fn fragile() -> Router {
        let handler = async || -> &'static str { panic!("secret of the house") };
        Router::new().route("/", get(handler))
    }

    #[tokio::test]
    async fn a_panic_is_answered_and_says_nothing() {
        let guarded = fragile().layer(CatchPanicLayer::custom(answered));
        let response = guarded.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("\"INTERNAL\"") && text.contains("correlationId"), "{text}");
        assert!(!text.contains("secret") && !text.contains("locations"), "{text}");
    }

    #[tokio::test]
    async fn without_the_layer_it_goes_through() {
        let unguarded = AssertUnwindSafe(fragile().oneshot(Request::new(Body::empty())));
        assert!(unguarded.catch_unwind().await.is_err(), "the check sees what it looks for");
    }
}
