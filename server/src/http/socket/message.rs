//! The messages of graphql-transport-ws, and the codes a socket is closed with.

use async_graphql::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::http::answer::Executed;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    /// Who it is.
    ConnectionInit {
        /// Where the token stands.
        payload: Option<Map<String, Value>>,
    },
    /// Are you there?
    Ping {
        /// Sent back.
        payload: Option<Map<String, Value>>,
    },
    /// I am here.
    Pong {},
    /// Execute this.
    Subscribe {
        /// The client's name for the operation.
        id: String,
        /// The request.
        payload: Value,
    },
    /// Enough of this.
    Complete {
        /// The operation.
        id: String,
    },
}

/// What we say.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromServer<'a> {
    /// You are known.
    ConnectionAck {},
    /// I am here.
    Pong {
        /// What the ping carried.
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    /// A result.
    Next {
        /// The operation.
        id: &'a str,
        /// Data, errors.
        payload: Executed<'a>,
    },
    /// The operation was not executed.
    Error {
        /// The operation.
        id: &'a str,
        /// Why.
        payload: &'a [ServerError],
    },
    /// No more results.
    Complete {
        /// The operation.
        id: &'a str,
    },
}

/// Why a socket is closed: code and words, both from the protocol where it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing(pub u16, pub &'static str);

/// A message that is none.
pub const INVALID: Closing = Closing(4400, "Invalid message received");
/// `subscribe` before the acknowledgement.
pub const UNAUTHORIZED: Closing = Closing(4401, "Unauthorized");
/// A sign-in that is refused, expired or revoked.
pub const FORBIDDEN: Closing = Closing(4403, "Forbidden");
/// Another protocol was asked for.
pub const NO_PROTOCOL: Closing = Closing(4406, "Subprotocol not acceptable");
/// Nobody introduced himself in time.
pub const INIT_TIMEOUT: Closing = Closing(4408, "Connection initialisation timeout");
/// Two operations of the same name.
pub const TWICE: Closing = Closing(4409, "Subscriber already exists");
/// A second introduction.
pub const TOO_MANY_INITS: Closing = Closing(4429, "Too many initialisation requests");
/// A message that is too long.
pub const TOO_BIG: Closing = Closing(1009, "Message too big");
/// Nobody reads what is sent; come back when you can, and go on from your cursor.
pub const LATER: Closing = Closing(1013, "Try again later");
/// The server stops; come back.
pub const RESTART: Closing = Closing(1012, "Service Restart");

/// The token of a `connection_init`: `{"authorization": …}` or `{"headers": {"Authorization": …}}`, in any case of letters.
pub fn token(payload: Option<Map<String, Value>>) -> Option<String> {
    let payload = payload?;
    let headers = member(&payload, "headers")
        .and_then(Value::as_object)
        .and_then(|headers| member(headers, "authorization"));
    let text = member(&payload, "authorization").or(headers)?.as_str()?;
    let (scheme, rest) = text.split_once(' ').unwrap_or(("bearer", text));
    scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim().to_owned())
}

fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(payload: Value) -> Option<String> {
        token(payload.as_object().cloned())
    }

    #[test]
    fn the_token_stands_where_clients_put_it() {
        assert_eq!(found(json!({"authorization": "Bearer a.b.c"})), Some("a.b.c".to_owned()));
        assert_eq!(found(json!({"Authorization": "bearer a.b.c"})), Some("a.b.c".to_owned()));
        assert_eq!(
            found(json!({"headers": {"AUTHORIZATION": "Bearer a.b.c"}})),
            Some("a.b.c".to_owned())
        );
        assert_eq!(found(json!({"authorization": "a.b.c"})), Some("a.b.c".to_owned()));
        assert_eq!(found(json!({"authorization": "Basic x"})), None);
        assert_eq!(found(json!({"authorization": 1})), None);
        assert_eq!(found(json!({})), None);
        assert_eq!(token(None), None);
    }

    #[test]
    fn messages_are_read_strictly() {
        let read = |text: &str| serde_json::from_str::<FromClient>(text).is_ok();
        assert!(read(r#"{"type":"connection_init"}"#));
        assert!(read(r#"{"type":"ping","payload":{"a":1}}"#));
        assert!(read(r#"{"type":"pong"}"#));
        assert!(read(r#"{"type":"subscribe","id":"1","payload":{"query":"{a}"}}"#));
        assert!(!read(r#"{"type":"subscribe","payload":{"query":"{a}"}}"#));
        assert!(!read(r#"{"type":"start","id":"1"}"#));
        assert!(!read(r#"{"type":"connection_init","payload":"x"}"#));
        assert!(!read("ping"));
    }
}
