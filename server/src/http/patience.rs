//! How long a request may take, and what is said when it cannot be served now.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use futures_util::{Stream, StreamExt, stream};
use otop_schema::RefusalCode;
use tokio::time::{Instant, error::Elapsed, timeout, timeout_at};

use super::{Edge, answer};

/// Ends a body that takes too long with 408 and a request that takes too long with 503. A mutation that has begun is finished:
/// asked again, it is answered as it was.
pub async fn in_time(State(edge): State<Edge>, request: Request, next: Next) -> Response<Body> {
    let bounds = edge.bounds();
    let is_late = Arc::new(AtomicBool::new(false));
    let told = is_late.clone();
    let request = request.map(|body| Body::from_stream(hurried(body, bounds.body, move || told.store(true, Ordering::Release))));
    let response = timeout(bounds.answer, next.run(request)).await;
    match response {
        _ if is_late.load(Ordering::Acquire) => answer::plain(StatusCode::REQUEST_TIMEOUT, RefusalCode::Invalid),
        Ok(response) => response,
        Err(_) => answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable),
    }
}

/// A body that breaks off when it takes longer.
fn hurried(
    body: Body,
    within: Duration,
    late: impl Fn() + Clone + Send + 'static,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    let deadline = Instant::now() + within;
    let pieces = stream::unfold(body.into_data_stream(), move |mut rest| {
        let late = late.clone();
        async move {
            let piece = match timeout_at(deadline, rest.next()).await {
                Ok(piece) => piece?,
                Err(elapsed) => Err(overdue(elapsed, late)),
            };
            Some((piece, rest))
        }
    });
    // Whoever unpacks a body asks once more after its end.
    pieces.fuse()
}

fn overdue(elapsed: Elapsed, late: impl Fn()) -> axum::Error {
    late();
    axum::Error::new(elapsed)
}

/// Tells those who are turned away when to come back: not all at once.
pub async fn come_back(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let seconds: u64 = rand::random_range(1..=5);
        response.headers_mut().entry(RETRY_AFTER).or_insert(HeaderValue::from(seconds));
    }
    response
}
