//! One operation of a socket, as the stream of messages it makes.

use std::sync::Arc;

use async_graphql::async_stream::stream;
use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, pin_mut};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::{Instrument, info_span};

use crate::correlation::Correlation;
use crate::http::parameters::Parameters;
use crate::http::{Edge, answer, graphql};
use crate::identity::Claims;
use crate::request::{self, Delivery};

/// What an operation brings forth.
pub enum Outcome {
    /// A result, and the turn it keeps until it has left; a subscription's needs none.
    Next(Box<Response>, Option<OwnedSemaphorePermit>),
    /// It was not executed; nothing follows.
    Error(Vec<ServerError>),
    /// Nothing follows.
    Complete,
    /// The sign-in holds no longer.
    Forbidden,
    /// The database did not answer, or the caller's rights changed: a client that comes back loses nothing, an error might end it.
    Unavailable,
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
            let responses = request::execute_stream(edge.schema(), edge.app(), caller.into(), operation.into_request());
            pin_mut!(responses);
            let _running = edge.app().metrics().subscription();
            while let Some(delivery) = correlation.clone().within(responses.next()).instrument(span.clone()).await {
                let outcome = delivered(delivery);
                let ended = matches!(outcome, Outcome::Error(_));
                yield outcome;
                if ended {
                    return;
                }
            }
        } else {
            let executed = correlation.within(graphql::executed(&edge, caller, operation)).instrument(span);
            let outcome = outcome(executed.await, turn);
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

/// Under other rights a client begins again: with its cursor it misses nothing that it may still see.
fn delivered(delivery: Delivery) -> Outcome {
    match delivery {
        Delivery::Answer(response) => outcome(*response, None),
        Delivery::OtherRights | Delivery::Unavailable => Outcome::Unavailable,
        Delivery::NoRights => Outcome::Forbidden,
    }
}

fn outcome(response: Response, turn: Option<OwnedSemaphorePermit>) -> Outcome {
    let response = answer::finished(response);
    if answer::is_refused(&response) {
        return Outcome::Error(response.errors);
    }
    Outcome::Next(Box::new(response), turn)
}
