//! Letters carried by HTTP, the bell by a WebSocket.

use std::time::Duration;

use chrono::{DateTime, Utc};
use cynic::SubscriptionBuilder;
use futures_util::{FutureExt, StreamExt};
use graphql_ws_client::Client as Socket;
use otop_schema::Cursor;
use reqwest::{
    Client, RequestBuilder, Response,
    header::{ACCEPT, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER},
    redirect,
};
use serde_json::json;
use tokio_tungstenite::tungstenite::{client::IntoClientRequest, http::HeaderValue};
use uuid::Uuid;

use crate::{
    carrier::{Bell, Carried, Carrier, Letter, Reply, Unreachable},
    error::{Error, Result},
    wire::watch::{Watch, WatchVariables},
};

/// Slow is not broken: there is a limit between two bytes, none on the whole.
const SILENCE: Duration = Duration::from_secs(30);
/// A server that says nothing on the socket for so long, three times, is gone.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// A server's address with a pool of connections.
pub struct Http {
    client: Client,
    server: String,
}

impl Http {
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(server: &str) -> Result<Http> {
        // A redirect is never ours: it is a hotel's network that wants a signature.
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(SILENCE)
            .user_agent(concat!("otop/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|cause| Error::Other(cause.to_string()))?;
        Ok(Http {
            client,
            server: server.to_owned(),
        })
    }
}

impl Carrier for Http {
    fn carry(&self, letter: Letter) -> Carried<Reply> {
        // The server's log has this id beside those of the edits.
        let (id, path) = (Uuid::now_v7().to_string(), letter.path.clone());
        let address = format!("{}{path}", self.server);
        let request = match &letter.part {
            Some(part) => self.client.put(address).header(CONTENT_RANGE, part),
            None => self.client.post(address).header(CONTENT_TYPE, "application/json"),
        };
        let request = request.header("x-request-id", &id);
        let request = addressed(request, letter);
        async move {
            let response = request.send().await.map_err(|_| Unreachable)?;
            tracing::debug!(request = id, path, status = response.status().as_u16(), "answered");
            reply(response).await
        }
        .boxed()
    }

    fn listen(&self, token: String, after: Option<Cursor>) -> Carried<Bell> {
        let address = socket_address(&self.server);
        async move { hang(&address, &token, after).await.ok_or(Unreachable) }.boxed()
    }
}

fn addressed(request: RequestBuilder, letter: Letter) -> RequestBuilder {
    let request = request.header(ACCEPT, "application/graphql-response+json, application/json;q=0.9");
    let request = match letter.token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let request = if letter.gzip {
        request.header(CONTENT_ENCODING, "gzip")
    } else {
        request
    };
    request.body(letter.body)
}

async fn reply(response: Response) -> std::result::Result<Reply, Unreachable> {
    let headers = response.headers();
    let (status, retry_after, date) = (response.status().as_u16(), retry_after(headers), date(headers));
    let body = response.bytes().await.map_err(|_| Unreachable)?.to_vec();
    Ok(Reply {
        status,
        retry_after,
        date,
        body,
    })
}

/// The pause a server asks for, in whole seconds.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let text = headers.get(DATE)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.with_timezone(&Utc))
}

async fn hang(address: &str, token: &str, after: Option<Cursor>) -> Option<Bell> {
    let mut request = address.into_client_request().ok()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("Sec-WebSocket-Protocol", protocol);
    let (socket, _) = tokio_tungstenite::connect_async(request).await.ok()?;
    let rings = Socket::build(socket)
        .payload(json!({ "authorization": format!("Bearer {token}") }))
        .ok()?
        .keep_alive_interval(KEEP_ALIVE)
        .subscribe(Watch::build(WatchVariables { after }))
        .await
        .ok()?;
    Some(rings.take_while(|ring| std::future::ready(ring.is_ok())).map(|_| ()).boxed())
}

/// `https://host` → `wss://host/graphql`.
fn socket_address(server: &str) -> String {
    let host = server.strip_prefix("http").unwrap_or(server);
    format!("ws{host}/graphql")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn socket_addresses() {
        assert_eq!(socket_address("https://otop.example"), "wss://otop.example/graphql");
        assert_eq!(socket_address("http://127.0.0.1:8080"), "ws://127.0.0.1:8080/graphql");
    }

    #[test]
    fn the_other_ends_time_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static("Mon, 27 Feb 2023 09:00:00 GMT"));
        assert_eq!(date(&headers), "2023-02-27T09:00:00Z".parse().ok());
    }
}
