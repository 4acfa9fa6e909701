//! What to do about an answer: a pure function, without sockets, so that a test is a table.
//!
//! The driver (`push.rs`) sends a batch, hands the answer to [`plan`] and does what the step says. Nothing in here
//! ever lets an operation go: it is done, held, or before a person.

use std::time::Duration;

use otop_schema::OperationOutcome;

use crate::{backoff, known::Known};

/// What came back for one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The server decided: one outcome per operation, in the order they were sent.
    Outcomes(Vec<Known<OperationOutcome>>),
    /// 401, or the code `UNAUTHENTICATED`: the token is no longer good.
    Unauthenticated,
    /// 429, 502, 503, 504, or the codes `RATE_LIMITED`, `UNAVAILABLE`: not now, perhaps with a time.
    Busy(Option<Duration>),
    /// 413, or the code `BATCH_TOO_LARGE`, perhaps with the number of operations the server takes at once.
    TooLarge(Option<usize>),
    /// 500, or the code `INTERNAL`: the server broke on something in this batch.
    Failed,
    /// A request error: something in this batch does not fit the contract this server speaks.
    Malformed(String),
    /// No connection, or one that broke before the answer was whole.
    Unreachable,
    /// An answer that no server of ours gives: the sign-in page of a hotel's network.
    Foreign,
}

/// What is known about the try that got the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempt {
    /// Operations in the batch; none where the letter only asked which life the server lives.
    pub operations: usize,
    /// Failures in a row before this one.
    pub failures: u32,
    /// Earlier tries, over all runs, that failed with the first operation of this batch alone.
    pub alone: u32,
    /// Whether the server decided other operations in this run: then it is well, and this operation is not.
    pub neighbours: bool,
    /// Operations set aside so far in this run.
    pub aside: usize,
    /// Whether the token was already renewed for this batch.
    pub refreshed: bool,
    /// A random number for the jitter.
    pub draw: u64,
}

/// What becomes of one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It has its effect, or had it already.
    Done,
    /// It waits for its month to open or for an exception, and is offered again.
    Held,
    /// A person must look at it: conflict, refusal, or built on a refused one.
    Attention,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Write the fates down, one per operation, then send the next batch.
    Record(Vec<Fate>),
    /// Send the first half alone.
    Halve,
    /// Send no more than so many together in this run: the server said so.
    AtMost(usize),
    /// The server cannot take this single operation: go on without it, and judge at the end of the run.
    Aside,
    /// Renew the token, then send the same batch.
    Refresh,
    /// Keep everything and ask the person to sign in.
    SignIn,
    /// Send the same batch again after this time.
    Wait(Duration),
}

/// An operation that fails alone in so many runs is put before a person even when no neighbour went through.
pub const PATIENCE_ALONE: u32 = 5;
/// So many operations may be set aside before anything goes through; after that it is the server that is ill.
pub const PATIENCE_ASIDE: usize = 3;

/// The next step after `answer`.
#[must_use]
pub fn plan(answer: &Answer, attempt: &Attempt) -> Step {
    match answer {
        Answer::Outcomes(outcomes) if outcomes.len() == attempt.operations => Step::Record(outcomes.iter().map(fate).collect()),
        // Fewer or more results than operations: nothing can be told apart, so nothing is believed.
        Answer::Outcomes(_) | Answer::Failed => failed(attempt),
        Answer::Unauthenticated if attempt.refreshed => Step::SignIn,
        Answer::Unauthenticated => Step::Refresh,
        // A server that names a time is believed, within reason, but never asked sooner than jitter allows.
        Answer::Busy(after) => Step::Wait(jitter(attempt).max(after.unwrap_or_default().min(backoff::LAST))),
        Answer::TooLarge(Some(most)) if (1..attempt.operations).contains(most) => Step::AtMost(*most),
        // It will be as wrong tomorrow: no use in waiting first.
        Answer::TooLarge(_) | Answer::Malformed(_) => narrow(attempt),
        Answer::Unreachable | Answer::Foreign => Step::Wait(jitter(attempt)),
    }
}

/// The fate an outcome means. A word of a newer server is not guessed at: a person looks.
#[must_use]
pub fn fate(outcome: &Known<OperationOutcome>) -> Fate {
    match outcome {
        Known::Known(OperationOutcome::Applied | OperationOutcome::Noop) => Fate::Done,
        Known::Known(OperationOutcome::Held) => Fate::Held,
        Known::Known(OperationOutcome::Conflict | OperationOutcome::Rejected | OperationOutcome::Blocked) | Known::Unknown(_) => {
            Fate::Attention
        }
    }
}

/// The server broke. Once may be bad luck; twice, and the operation it breaks on is looked for.
fn failed(attempt: &Attempt) -> Step {
    if attempt.failures == 0 {
        Step::Wait(jitter(attempt))
    } else {
        narrow(attempt)
    }
}

/// The batch is halved until the operation that the server cannot take is alone. Where nothing goes through at all, it is
/// the server that is ill, or speaks another contract: then everything waits.
fn narrow(attempt: &Attempt) -> Step {
    let ill = !attempt.neighbours && attempt.aside >= PATIENCE_ASIDE;
    match attempt.operations {
        // A letter without operations is a question to the server: the fault is not in it.
        0 => Step::Wait(jitter(attempt)),
        _ if ill => Step::Wait(jitter(attempt)),
        1 => Step::Aside,
        _ => Step::Halve,
    }
}

/// Whether an operation that was set aside goes before a person at the end of the run.
#[must_use]
pub fn isolates(attempt: &Attempt) -> bool {
    attempt.neighbours || attempt.alone + 1 >= PATIENCE_ALONE
}

fn jitter(attempt: &Attempt) -> Duration {
    backoff::wait(attempt.failures, attempt.draw)
}

#[cfg(test)]
mod tests;
