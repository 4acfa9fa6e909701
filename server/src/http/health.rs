//! What an operator's probes ask: does the process live, may it be sent requests, which release is it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::response::IntoResponse;
use serde_json::json;

use super::Edge;

/// `GET /livez`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200 for a node that answers, also when it does so with a part missing (`degraded`); 503 for one that cannot.
pub async fn ready(State(edge): State<Edge>) -> Response<Body> {
    let told = edge.readiness().told(&edge).await;
    (told.status(), Json(told)).into_response()
}

/// `GET /version`
pub async fn version() -> Response<Body> {
    Json(json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })).into_response()
}
