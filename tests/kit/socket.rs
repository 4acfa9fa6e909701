//! A client of the graphql-transport-ws protocol, one message at a time.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
pub use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::client::Person;
use crate::wait::PATIENCE;

/// A field whose answer is long.
const CONTRACT: &str = "__schema { types { name description fields(includeDeprecated: true) { name description args { name description type { name kind ofType { name kind } } } type { name kind ofType { name kind } } } } }";

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
        Self::speaking(server, &["graphql-transport-ws"]).await
    }

    /// Opens a socket that offers these protocols, whichever the server takes.
    pub async fn speaking(server: &str, protocols: &[&str]) -> Option<Self> {
        let host = server.strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(host).await.ok()?;
        let offered: String = protocols.iter().map(|name| format!("sec-websocket-protocol: {name}\r\n")).collect();
        let upgrade =
            "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==";
        let request = format!("GET /graphql HTTP/1.1\r\nhost: {host}\r\n{upgrade}\r\n{offered}\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.ok()?);
        }
        let taken = answer.starts_with(b"HTTP/1.1 101 ");
        let stream = WebSocketStream::from_raw_socket(MaybeTlsStream::Plain(stream), Role::Client, None);
        if taken { Some(Self { stream: stream.await }) } else { None }
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

    /// Asks so often for what is long; twenty answers are more than the system keeps for a reader that does not read.
    pub async fn ask_much(&mut self, times: usize) {
        let fields = ["a", "b", "c", "d", "e"].map(|alias| format!("{alias}: {CONTRACT}"));
        let long = format!("{{ {} }}", fields.join(" "));
        for index in 0..times {
            self.subscribe(&format!("much {index}"), &long).await;
        }
    }

    /// Sends one message as it is. A socket that has ended says so when it is read.
    pub async fn send(&mut self, message: Value) {
        self.put(Message::text(message.to_string())).await;
    }

    /// Sends one frame as it is.
    pub async fn put(&mut self, frame: Message) {
        self.stream.send(frame).await.ok();
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
