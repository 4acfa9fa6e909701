//! Connections: how many, and for how long without a word. axum's own loop has no bound for either, so this one is ours.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::bounds::{Bounds, HEADERS};

/// How long to wait when the system has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(100);

/// Answers every connection of a listener until `shutdown`, and then what is still on its way.
pub async fn answer(listener: TcpListener, router: Router, bounds: &Bounds, shutdown: &CancellationToken) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let open = TaskTracker::new();
    while let Some(accepted) = shutdown.run_until_cancelled(listener.accept()).await {
        match (accepted, places.clone().try_acquire_owned()) {
            (Ok((stream, from)), Ok(place)) => {
                open.spawn(converse(stream, from, router.clone(), bounds.clone(), shutdown.clone(), place));
            }
            // Too many: closed, so that the client comes back instead of waiting unseen.
            (Ok(_), Err(_)) => tracing::debug!("a connection too many"),
            (Err(cause), _) => hold_on(&cause).await,
        }
    }
    drop(listener);
    open.close();
    open.wait().await;
}

async fn hold_on(cause: &io::Error) {
    tracing::warn!(%cause, "a connection was not accepted");
    tokio::time::sleep(NO_ROOM).await;
}

/// One connection, request after request; a request on its way is answered also after `shutdown`.
async fn converse(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    bounds: Bounds,
    shutdown: CancellationToken,
    _place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        router.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_headers(HEADERS);
    let connection = builder.serve_connection(TokioIo::new(Box::pin(impatient(stream, &bounds))), service);
    let mut connection = pin!(connection.with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(cause) = ended {
        tracing::debug!(%cause, "a connection broke");
    }
}

/// A stream whose other side has to take what is sent. Small answers leave at once instead of waiting to be joined by others.
fn impatient(stream: TcpStream, bounds: &Bounds) -> TimeoutStream<TcpStream> {
    stream.set_nodelay(true).ok();
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(bounds.reading));
    stream
}
