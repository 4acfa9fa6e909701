//! The wire of one socket: what leaves it, and in how long.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use tokio::time::timeout;

use super::message::{self, Closing, FromServer};

/// How long one message may take to leave: a client that does not read must not be waited for.
const LEAVING: Duration = Duration::from_secs(15);
/// How long the other side may take to answer a close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a session ends: a close frame to send, or nobody left to send it to.
pub enum End {
    /// With a code.
    Close(Closing),
    /// Without.
    Gone,
}

/// Going on, or the end.
pub type Step = Result<(), End>;

/// A message of the protocol as a frame.
pub fn written(message: &FromServer<'_>) -> Result<Message, End> {
    let text = serde_json::to_string(message).map_err(|_| End::Gone)?;
    Ok(Message::Text(text.into()))
}

/// A socket one can speak into.
pub struct Line(pub WebSocket);

impl Line {
    /// Sends a message of the protocol.
    pub async fn say(&mut self, message: &FromServer<'_>) -> Step {
        self.put(written(message)?).await
    }

    /// Sends a frame, in bounded time. Meanwhile nothing else is read or made: whoever does not read holds up only itself.
    pub async fn put(&mut self, message: Message) -> Step {
        match timeout(LEAVING, self.0.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Close(message::LATER)),
        }
    }

    /// Sends a close frame, behind what has not left yet: whoever begins to read again is told.
    pub async fn say_goodbye(&mut self, Closing(code, reason): Closing) {
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        timeout(LEAVING, self.0.send(Message::Close(Some(frame)))).await.ok();
    }

    /// Each side answers the other's close frame; reading on lets both arrive.
    pub async fn hear_out(mut self) {
        let rest = async { while let Some(Ok(_)) = self.0.recv().await {} };
        timeout(FAREWELL, rest).await.ok();
    }
}
