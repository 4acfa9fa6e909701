//! What an operator's probes ask: does the process live, may it be sent requests, which release is it.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use diesel_async::SimpleAsyncConnection;
use serde_json::json;
use tokio::time::timeout;

use super::Edge;

/// How long the database may take before a probe calls it gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /livez`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers and holds what this node is to serve.
pub async fn ready(State(edge): State<Edge>) -> Response<Body> {
    let database = timeout(PATIENCE, answers(&edge)).await.unwrap_or(false);
    let filled = edge.app().is_filled();
    let ready = database && filled;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": ready, "database": database, "filled": filled }))).into_response()
}

async fn answers(edge: &Edge) -> bool {
    match edge.app().connection().await {
        Ok(mut conn) => conn.batch_execute("SELECT 1").await.is_ok(),
        Err(_) => false,
    }
}

/// `GET /version`
pub async fn version() -> Response<Body> {
    Json(json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })).into_response()
}
