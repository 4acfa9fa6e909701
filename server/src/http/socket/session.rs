//! The life of one socket: introduction, operations, the end.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::ServerError;
use axum::extract::ws::{Message, WebSocket};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream, SelectAll};
use otop_schema::RefusalCode;
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until};
use tokio_util::task::AbortOnDropHandle;

use super::line::{self, End, Line, Step};
use super::message::{self, Closing, FromClient, FromServer};
use super::operate::{Outcome, operate};
use crate::clock;
use crate::http::guard::coded;
use crate::http::parameters::Parameters;
use crate::http::{Edge, caught};
use crate::identity::{Claims, Presence};

/// How long a client may take to introduce itself.
const INTRODUCTION: Duration = Duration::from_secs(10);
/// The longest message of a client, in bytes.
const MESSAGE: usize = 64 * 1024;
/// How many operations run on a socket at once.
const OPERATIONS: usize = 20;
/// How many queries and mutations of a socket are executed, or wait to leave, at once: the others wait for their turn.
const TURNS: usize = 1;
/// How often a silent client is asked whether it is there; after two unanswered ones it is gone.
const BEAT: Duration = Duration::from_secs(20);

struct Session {
    edge: Edge,
    line: Line,
    claims: Option<Claims>,
    /// Ends with the sign-in.
    presence: Option<Presence>,
    /// When the introduction or the sign-in ends.
    deadline: Instant,
    /// Operations by their names.
    running: HashMap<String, Running>,
    begun: u64,
    outcomes: SelectAll<BoxStream<'static, Made>>,
    turns: Arc<Semaphore>,
    unanswered: u32,
}

/// An operation: a name may be given again to another.
struct Running {
    number: u64,
    _task: AbortOnDropHandle<()>,
}

/// What an operation brought forth.
struct Made {
    number: u64,
    id: String,
    outcome: Outcome,
}

/// Lives until either side ends it.
pub async fn run(edge: Edge, socket: WebSocket) {
    let _open = edge.app().metrics().socket();
    let deadline = Instant::now() + INTRODUCTION;
    let has_protocol = socket.protocol().is_some();
    let (running, outcomes) = (HashMap::new(), SelectAll::new());
    let mut session = Session {
        edge,
        line: Line(socket),
        claims: None,
        presence: None,
        deadline,
        running,
        begun: 0,
        outcomes,
        turns: Arc::new(Semaphore::new(TURNS)),
        unanswered: 0,
    };
    let end = if has_protocol {
        session.live().await
    } else {
        End::Close(message::NO_PROTOCOL)
    };
    if let End::Close(closing) = end {
        session.edge.app().metrics().closes(closing.0);
        session.line.say_goodbye(closing).await;
    }
    session.line.hear_out().await;
}

impl Session {
    async fn live(&mut self) -> End {
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Err(end) = self.step(&mut beat).await {
                return end;
            }
        }
    }

    async fn step(&mut self, beat: &mut Interval) -> Step {
        let shutdown = self.edge.shutdown().clone();
        tokio::select! {
            () = shutdown.cancelled() => Err(End::Close(message::RESTART)),
            () = sleep_until(self.deadline) => Err(End::Close(self.overdue())),
            () = ended(self.presence.as_ref()) => Err(End::Close(message::FORBIDDEN)),
            message = self.line.0.recv() => self.heard(message).await,
            Some(made) = self.outcomes.next(), if !self.outcomes.is_empty() => self.tell(made).await,
            _ = beat.tick() => self.ask_whether_there().await,
        }
    }

    fn overdue(&self) -> Closing {
        if self.claims.is_some() {
            message::FORBIDDEN
        } else {
            message::INIT_TIMEOUT
        }
    }

    async fn ask_whether_there(&mut self) -> Step {
        if self.unanswered >= 2 {
            return Err(End::Gone);
        }
        self.unanswered += 1;
        self.line.put(Message::Ping(Vec::new().into())).await
    }

    async fn heard(&mut self, message: Option<Result<Message, axum::Error>>) -> Step {
        self.unanswered = 0;
        match message {
            Some(Ok(Message::Text(text))) if text.len() > MESSAGE => Err(End::Close(message::TOO_BIG)),
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(message) => self.obey(message).await,
                Err(_) => Err(End::Close(message::INVALID)),
            },
            Some(Ok(Message::Binary(_))) => Err(End::Close(message::INVALID)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    async fn obey(&mut self, message: FromClient) -> Step {
        match message {
            FromClient::ConnectionInit { .. } if self.claims.is_some() => Err(End::Close(message::TOO_MANY_INITS)),
            FromClient::ConnectionInit { payload } => self.introduce(message::token(payload)).await,
            FromClient::Ping { payload } => self.line.say(&FromServer::Pong { payload }).await,
            FromClient::Pong {} => Ok(()),
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload).await,
            FromClient::Complete { id } => {
                self.forget(&id);
                Ok(())
            }
        }
    }

    async fn introduce(&mut self, token: Option<String>) -> Step {
        let token = token.ok_or(End::Close(message::FORBIDDEN))?;
        match self.edge.caller_of(&token).await {
            Ok(Some((_, claims))) => {
                self.deadline = Instant::now() + (claims.expires_at() - clock::now()).to_std().unwrap_or_default();
                let presence = self.edge.identity().enter(&claims, self.edge.bounds().sockets_of_an_account);
                self.presence = Some(presence.ok_or(End::Close(message::LATER))?);
                self.claims = Some(claims);
                self.line.say(&FromServer::ConnectionAck {}).await
            }
            Ok(None) => Err(End::Close(message::FORBIDDEN)),
            Err(_) => Err(End::Close(message::RESTART)),
        }
    }

    async fn subscribe(&mut self, id: String, payload: Value) -> Step {
        let Some(claims) = self.claims.clone() else {
            return Err(End::Close(message::UNAUTHORIZED));
        };
        if id.is_empty() {
            return Err(End::Close(message::INVALID));
        }
        if self.running.contains_key(&id) {
            return Err(End::Close(message::TWICE));
        }
        if self.running.len() >= OPERATIONS {
            let payload = &[too_many()];
            return self.line.say(&FromServer::Error { id: &id, payload }).await;
        }
        let parameters = Parameters::from_json(payload).map_err(|_| End::Close(message::INVALID))?;
        let outcomes = operate(self.edge.clone(), claims, parameters, self.turns.clone());
        self.start(id, outcomes);
        Ok(())
    }

    /// Lets an operation go on by itself, one outcome ahead: what waits for a slow reader must not hold what others wait for.
    fn start(&mut self, id: String, outcomes: BoxStream<'static, Outcome>) {
        let outcomes = AssertUnwindSafe(outcomes).catch_unwind();
        let outcomes = outcomes.map(|outcome| outcome.unwrap_or_else(|panic| Outcome::Error(vec![caught::error(panic.as_ref())])));
        self.begun += 1;
        let (number, (sender, receiver)) = (self.begun, mpsc::channel(1));
        let _task = AbortOnDropHandle::new(tokio::spawn(hand_over(outcomes.boxed(), sender)));
        self.running.insert(id.clone(), Running { number, _task });
        let outcomes = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
        let made = outcomes.map(move |outcome| Made {
            number,
            id: id.clone(),
            outcome,
        });
        self.outcomes.push(made.boxed());
    }

    fn forget(&mut self, id: &str) {
        self.running.remove(id);
    }

    fn is_running(&self, made: &Made) -> bool {
        self.running.get(&made.id).is_some_and(|running| running.number == made.number)
    }

    async fn tell(&mut self, made: Made) -> Step {
        if !self.is_running(&made) {
            return Ok(());
        }
        let Made { id, outcome, .. } = made;
        let id = id.as_str();
        match outcome {
            Outcome::Next(response, leave) => {
                let _turn = leave.granted().await.map_err(End::Close)?;
                let payload = (&*response).into();
                let message = line::written(&FromServer::Next { id, payload })?;
                drop(response);
                self.line.put(message).await
            }
            Outcome::Error(errors) => {
                self.forget(id);
                self.line.say(&FromServer::Error { id, payload: &errors }).await
            }
            Outcome::Complete => {
                self.forget(id);
                self.line.say(&FromServer::Complete { id }).await
            }
            Outcome::Forbidden => Err(End::Close(message::FORBIDDEN)),
            Outcome::Unavailable => Err(End::Close(message::RESTART)),
        }
    }
}

/// Waits for the end of a sign-in: before the introduction there is none to end.
async fn ended(presence: Option<&Presence>) {
    match presence {
        Some(presence) => presence.ended().await,
        None => std::future::pending().await,
    }
}

async fn hand_over(mut outcomes: BoxStream<'static, Outcome>, to: mpsc::Sender<Outcome>) {
    while let Some(outcome) = outcomes.next().await {
        if to.send(outcome).await.is_err() {
            return;
        }
    }
}

fn too_many() -> ServerError {
    let message = format!("เปิดคำขอพร้อมกันมากเกินไป / More than {OPERATIONS} operations run on this connection.");
    coded(ServerError::new(message, None), RefusalCode::RateLimited)
}
