//! How long a request may take, and what is said when it cannot be served now.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use futures_util::{Stream, StreamExt, stream};
use otop_schema::RefusalCode;
use tokio::time::{Instant, error::Elapsed, timeout, timeout_at};

use super::{Edge, answer};

/// What became of a request's body.
#[derive(Default)]
struct Reading {
    is_late: AtomicBool,
    is_whole: AtomicBool,
}

/// Ends a body that takes too long with 408 and a request that takes too long with 503. A mutation that has begun is finished:
/// asked again, it is answered as it was. What was refused before it was read is the last of its connection, and says so: a client
/// that sends its next request there would wait for nothing.
pub async fn in_time(State(edge): State<Edge>, request: Request, next: Next) -> Response<Body> {
    let bounds = edge.bounds();
    let reading = Arc::new(Reading::default());
    reading.is_whole.store(request.body().is_end_stream(), Ordering::Release);
    let read = reading.clone();
    let request = request.map(|body| Body::from_stream(hurried(body, bounds.body, read)));
    let response = timeout(bounds.answer, next.run(request)).await;
    let mut response = match response {
        _ if reading.is_late.load(Ordering::Acquire) => answer::plain(StatusCode::REQUEST_TIMEOUT, RefusalCode::Invalid),
        Ok(response) => response,
        Err(_) => answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable),
    };
    if !reading.is_whole.load(Ordering::Acquire) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A body that breaks off when it takes longer.
fn hurried(body: Body, within: Duration, reading: Arc<Reading>) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    let deadline = Instant::now() + within;
    let pieces = stream::unfold(body.into_data_stream(), move |mut rest| {
        let reading = reading.clone();
        async move {
            let piece = match timeout_at(deadline, rest.next()).await {
                Ok(piece) => piece,
                Err(elapsed) => Some(Err(overdue(elapsed, &reading))),
            };
            reading.is_whole.fetch_or(piece.is_none(), Ordering::AcqRel);
            Some((piece?, rest))
        }
    });
    // Whoever unpacks a body asks once more after its end.
    pieces.fuse()
}

fn overdue(elapsed: Elapsed, reading: &Reading) -> axum::Error {
    reading.is_late.store(true, Ordering::Release);
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
