//! `/graphql` over a WebSocket: the protocol graphql-transport-ws, by the letter.

mod line;
mod message;
mod operate;
mod session;

use axum::body::Body;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{Query, State};
use axum::http::header::UPGRADE;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use otop_schema::RefusalCode;

use super::{Edge, answer, graphql};

/// The only protocol spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Where reading stops altogether. Up to here a message that is too long is read and answered with a close code; beyond it the
/// connection just ends.
const FRAME: usize = 256 * 1024;

/// A GET is either the beginning of a socket or a query.
pub async fn or_query(
    State(edge): State<Edge>,
    headers: HeaderMap,
    pairs: Query<Vec<(String, String)>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    match upgrade {
        Ok(_) if edge.sockets().len() >= edge.bounds().sockets => answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable),
        Ok(upgrade) => {
            let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(FRAME).max_frame_size(FRAME);
            let sockets = edge.sockets().clone();
            upgrade.on_upgrade(move |socket| sockets.track_future(session::run(edge, socket)))
        }
        Err(rejection) if headers.contains_key(UPGRADE) => rejection.into_response(),
        Err(_) => graphql::get(edge, &headers, pairs).await,
    }
}
