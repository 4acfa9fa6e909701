//! What an operator's probes ask: does the process live, may it be sent requests, which release is it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::Edge;

/// `GET /livez`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers and holds what this node is to serve.
pub async fn ready(State(edge): State<Edge>) -> Response<Body> {
    let database = match edge.app().connection().await {
        Ok(mut conn) => conn.batch_execute("SELECT 1").await.is_ok(),
        Err(_) => false,
    };
    let filled = edge.app().is_filled();
    let status = if database && filled {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({ "ready": database && filled, "database": database, "filled": filled })),
    )
        .into_response()
}

/// `GET /version`
pub async fn version() -> Response<Body> {
    Json(json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })).into_response()
}
