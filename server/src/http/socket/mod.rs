//! `/graphql` over a WebSocket: the protocol graphql-transport-ws, by the letter.

mod message;
mod operate;
mod session;

use axum::body::Body;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{Query, State};
use axum::http::header::UPGRADE;
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse;

use super::{Edge, graphql};

/// The only protocol spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// The longest message of a client, in bytes.
const MESSAGE: usize = 64 * 1024;

/// A GET is either the beginning of a socket or a query.
pub async fn or_query(
    State(edge): State<Edge>,
    headers: HeaderMap,
    pairs: Query<Vec<(String, String)>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    match upgrade {
        Ok(upgrade) => {
            let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MESSAGE).max_frame_size(MESSAGE);
            upgrade.on_upgrade(async move |socket| session::run(edge, socket).await)
        }
        Err(rejection) if headers.contains_key(UPGRADE) => rejection.into_response(),
        Err(_) => graphql::get(edge, &headers, pairs).await,
    }
}
