//! `GET /metrics`, on an address of its own: numbers are for the operator, not for the network that asks for figures.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// The text format of prometheus-client.
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Tells the numbers of a node until `shutdown`.
///
/// # Errors
/// When the listener fails.
pub async fn serve_metrics(listener: TcpListener, app: App, shutdown: CancellationToken) -> std::io::Result<()> {
    let router = Router::new().route("/metrics", get(metrics)).with_state(app);
    axum::serve(listener, router)
        .with_graceful_shutdown(shutdown.cancelled_owned())
        .await
}

async fn metrics(State(app): State<App>) -> Response {
    match app.metrics().text(app.connections()) {
        Ok(told) => ([(CONTENT_TYPE, FORMAT)], told).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
