//! A client of the graphql-transport-ws protocol, one message at a time.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::client::Person;
use crate::wait::PATIENCE;

/// An open socket after `connection_ack`.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens a socket without saying who we are.
    pub async fn connect(server: &str) -> Self {
        Self::attempt(server).await.expect("a socket")
    }

    /// Opens a socket where a server may not be there.
    pub async fn attempt(server: &str) -> Option<Self> {
        let address = format!("{}/graphql", server.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("an address");
        request
            .headers_mut()
            .insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a header"));
        let (stream, _) = tokio_tungstenite::connect_async(request).await.ok()?;
        Some(Self { stream })
    }

    /// Opens a socket as a signed-in person.
    pub async fn open(person: &Person) -> Self {
        let mut socket = Self::connect(&person.server).await;
        socket.introduce(person).await;
        let acknowledged = socket.message().await;
        assert_eq!(acknowledged["type"], "connection_ack", "{acknowledged}");
        socket
    }

    /// Says who we are.
    pub async fn introduce(&mut self, person: &Person) {
        let payload = json!({ "authorization": format!("Bearer {}", person.token) });
        self.send(json!({ "type": "connection_init", "payload": payload })).await;
    }

    /// Opens a socket and subscribes to one thing.
    pub async fn follow(person: &Person, document: &str) -> Self {
        let mut socket = Self::open(person).await;
        socket.subscribe("1", document).await;
        socket
    }

    /// Begins an operation.
    pub async fn subscribe(&mut self, id: &str, document: &str) {
        self.send(json!({ "id": id, "type": "subscribe", "payload": { "query": document } }))
            .await;
    }

    /// Sends one message as it is. A socket that has ended says so when it is read.
    pub async fn send(&mut self, message: Value) {
        self.stream.send(Message::text(message.to_string())).await.ok();
    }

    /// The next message of the protocol; pings are answered on the way.
    ///
    /// # Panics
    /// When the socket closes or nothing comes in time.
    pub async fn message(&mut self) -> Value {
        match self.event().await {
            Event::Message(message) => message,
            Event::Closed(code) => panic!("the socket closed with {code}"),
        }
    }

    /// The data of the next result.
    pub async fn next(&mut self) -> Value {
        let message = self.message().await;
        assert_eq!(message["type"], "next", "{message}");
        assert!(message["payload"].get("errors").is_none(), "{message:#}");
        message["payload"]["data"].clone()
    }

    /// The next message, or the code the server closed with.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn event(&mut self) -> Event {
        tokio::time::timeout(PATIENCE, self.event_some_day())
            .await
            .expect("a message in time")
    }

    /// The same, however long it takes.
    pub async fn event_some_day(&mut self) -> Event {
        loop {
            let frame = self.stream.next().await;
            match frame {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).expect("JSON");
                    if message["type"] != "ping" {
                        return Event::Message(message);
                    }
                    self.send(json!({ "type": "pong" })).await;
                }
                Some(Ok(Message::Close(frame))) => return Event::Closed(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Event::Closed(1006),
            }
        }
    }
}

/// What a socket brings.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// A message of the protocol.
    Message(Value),
    /// The end, with its code.
    Closed(u16),
}
