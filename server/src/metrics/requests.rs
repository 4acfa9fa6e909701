//! Requests by what they ask for and how they end; sockets and subscriptions that are open.

use std::time::Duration;

use async_graphql::Response;
use otop_schema::{DOCUMENTS, RefusalCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// From a rollup out of memory to what a client has long given up.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// A histogram of durations, in seconds.
pub(super) fn durations() -> Histogram {
    Histogram::new(BOUNDS)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    operation: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: u16,
}

/// What is counted at the edge.
pub(super) struct Requests {
    asked: Family<Asked, Histogram, fn() -> Histogram>,
    answers: Family<Status, Counter>,
    sockets: Gauge,
    subscriptions: Gauge,
}

/// How a GraphQL request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Answered without errors.
    Done,
    /// Not executed, or answered with a refusal that a person can act on.
    Refused,
    /// The database was not to be had.
    Unavailable,
    /// Something of ours failed.
    Failed,
}

/// Counts something open for as long as it is kept.
pub struct Open(Gauge);

impl Requests {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let requests = Self {
            asked: Family::new_with_constructor(durations),
            answers: Family::default(),
            sockets: Gauge::default(),
            subscriptions: Gauge::default(),
        };
        let help = "Queries and mutations by operation (those of schema/operations, else other) and how they ended";
        registry.register_with_unit("request_duration", help, Unit::Seconds, requests.asked.clone());
        registry.register("answers", "Answers over HTTP, by status", requests.answers.clone());
        registry.register("sockets", "Open sockets", requests.sockets.clone());
        registry.register("subscriptions", "Running subscriptions", requests.subscriptions.clone());
        requests
    }

    pub(super) fn ended(&self, operation: &'static str, ending: Ending, after: Duration) {
        let asked = Asked {
            operation,
            outcome: ending.as_str(),
        };
        self.asked.get_or_create(&asked).observe(after.as_secs_f64());
    }

    pub(super) fn answered(&self, status: u16) {
        self.answers.get_or_create(&Status { status }).inc();
    }

    pub(super) fn socket(&self) -> Open {
        Open::counted(&self.sockets)
    }

    pub(super) fn subscription(&self) -> Open {
        Open::counted(&self.subscriptions)
    }
}

impl Open {
    fn counted(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Ending {
    /// How an executed request ended: as its worst error.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        let has = |code: RefusalCode| {
            let wanted = async_graphql::Value::from(code.as_str());
            let mut codes = response.errors.iter().filter_map(|error| error.extensions.as_ref()?.get("code"));
            codes.any(|found| *found == wanted)
        };
        match () {
            () if response.errors.is_empty() => Self::Done,
            () if has(RefusalCode::Internal) => Self::Failed,
            () if has(RefusalCode::Unavailable) => Self::Unavailable,
            () => Self::Refused,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unavailable => "unavailable",
            Self::Failed => "failed",
        }
    }
}

/// An operation as it is counted. Clients choose names; only those of our own documents become numbers of their own.
#[must_use]
pub fn operation(name: Option<&str>) -> &'static str {
    let own = DOCUMENTS.iter().map(|(own, _)| *own).find(|own| Some(*own) == name);
    own.unwrap_or("other")
}
