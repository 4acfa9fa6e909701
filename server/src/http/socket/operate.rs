//! One operation of a socket, as the stream of messages it makes.

use std::sync::Arc;

use async_graphql::async_stream::stream;
use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, pin_mut};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::{Instrument, info_span};

use super::message::{self, Closing};
use crate::correlation::Correlation;
use crate::http::parameters::Parameters;
use crate::http::{Edge, answer, graphql};
use crate::identity::{Claims, Rights, Standing};
use crate::request;

/// What an operation brings forth.
pub enum Outcome {
    /// A result.
    Next(Box<Response>, Leave),
    /// It was not executed; nothing follows.
    Error(Vec<ServerError>),
    /// Nothing follows.
    Complete,
    /// The sign-in holds no longer.
    Forbidden,
    /// The database did not answer, or the caller's rights changed: a client that comes back loses nothing, an error might end it.
    Unavailable,
}

/// What lets a result leave.
pub enum Leave {
    /// Nothing more: an answer, with the turn it keeps until it has left.
    Turn(Option<OwnedSemaphorePermit>),
    /// The rights that a message was made under, if they are still the same: it may have waited for a slow reader.
    Rights(Arc<Rights>),
}

impl Leave {
    /// Lets the result leave now, if it may; what is handed out is kept until it has left.
    ///
    /// # Errors
    /// How the socket ends. Under other rights a client begins again: with its cursor it misses nothing that it may still see.
    pub async fn granted(self) -> Result<Option<OwnedSemaphorePermit>, Closing> {
        let rights = match self {
            Self::Turn(turn) => return Ok(turn),
            Self::Rights(rights) => rights,
        };
        match rights.standing().await {
            Ok(Standing::Same) => Ok(None),
            Ok(Standing::Others) => Err(message::RESTART),
            Ok(Standing::None) => Err(message::FORBIDDEN),
            Err(cause) => {
                tracing::warn!(?cause, "the rights of a follower could not be looked up");
                Err(message::RESTART)
            }
        }
    }
}

/// Executes a request under the rights its caller has now.
pub fn operate(edge: Edge, claims: Claims, parameters: Parameters, turns: Arc<Semaphore>) -> BoxStream<'static, Outcome> {
    // Each operation of a socket is a request of its own.
    let correlation = Correlation::default();
    let span = info_span!("request", id = correlation.as_str());
    stream! {
        let operation = match graphql::prepared(&edge, parameters).await {
            Ok(operation) => operation,
            Err(errors) => {
                yield Outcome::Error(errors);
                return;
            }
        };
        // Whose rights count is asked when the turn has come, not before.
        let turn = turns.acquire_owned().await.ok();
        let caller = match edge.identity().caller(edge.app(), &claims).await {
            Ok(Some(caller)) => caller,
            Ok(None) => {
                yield Outcome::Forbidden;
                return;
            }
            Err(cause) => {
                tracing::warn!(?cause, "the caller of an operation could not be looked up");
                yield Outcome::Unavailable;
                return;
            }
        };
        if operation.kind == OperationType::Subscription {
            drop(turn);
            let (responses, rights) = request::execute_stream(edge.schema(), edge.app(), caller.into(), operation.into_request());
            pin_mut!(responses);
            let _running = edge.app().metrics().subscription();
            while let Some(response) = correlation.clone().within(responses.next()).instrument(span.clone()).await {
                let outcome = outcome(response, Leave::Rights(rights.clone()));
                let ended = matches!(outcome, Outcome::Error(_));
                yield outcome;
                if ended {
                    return;
                }
            }
        } else {
            let executed = correlation.within(graphql::executed(&edge, caller, operation)).instrument(span);
            let outcome = outcome(executed.await, Leave::Turn(turn));
            let ended = matches!(outcome, Outcome::Error(_));
            yield outcome;
            if ended {
                return;
            }
        }
        yield Outcome::Complete;
    }
    .boxed()
}

fn outcome(response: Response, leave: Leave) -> Outcome {
    let response = answer::finished(response);
    if answer::is_refused(&response) {
        return Outcome::Error(response.errors);
    }
    Outcome::Next(Box::new(response), leave)
}
