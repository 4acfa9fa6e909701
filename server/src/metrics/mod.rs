//! What an operator watches, as Prometheus reads it: numbers of this node, and nobody's names or figures. `docs/operating.md` lists them.
//!
//! | file | what it counts |
//! |---|---|
//! | `requests` | requests, sockets, subscriptions |
//! | here | the feed, edits, the pool |

mod requests;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use deadpool::Status;
use otop_schema::OperationOutcome;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use requests::Requests;
pub use requests::{Ending, Open, operation};

/// The numbers of one node. Cloning shares them.
#[derive(Clone)]
pub struct Metrics(Arc<Numbers>);

struct Numbers {
    registry: Registry,
    lag_transactions: Gauge,
    lag_seconds: Gauge<f64, AtomicU64>,
    rings: Counter,
    events: Counter,
    operations: Family<Outcome, Counter>,
    verifications: Counter,
    closings: Family<Closing, Counter>,
    connections: Family<State, Gauge>,
    waits: Histogram,
    shed: Counter,
    requests: Requests,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Closing {
    code: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
struct State {
    state: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("otop");
        let mut numbers = Numbers {
            lag_transactions: Gauge::default(),
            lag_seconds: Gauge::default(),
            rings: Counter::default(),
            events: Counter::default(),
            operations: Family::default(),
            verifications: Counter::default(),
            closings: Family::default(),
            connections: Family::default(),
            waits: requests::durations(),
            shed: Counter::default(),
            requests: Requests::registered(&mut registry),
            registry: Registry::default(),
        };
        let help = "Transactions begun that the feed cannot be read beyond yet: the oldest one that writes holds it back";
        registry.register("feed_lag_transactions", help, numbers.lag_transactions.clone());
        let help = "How long the oldest event that rang has not been readable";
        registry.register_with_unit("feed_lag", help, Unit::Seconds, numbers.lag_seconds.clone());
        registry.register("rings", "Rings of the bell heard by this node", numbers.rings.clone());
        registry.register("events", "Events read from the feed by this node", numbers.events.clone());
        registry.register("operations", "Edits answered by this node, by outcome", numbers.operations.clone());
        let help = "Passwords verified at the door: one for each attempt that was let through, whoever asks";
        registry.register("password_verifications", help, numbers.verifications.clone());
        registry.register("socket_closings", "Sockets this node closed, by code", numbers.closings.clone());
        registry.register(
            "database_connections",
            "Connections of this node's pool",
            numbers.connections.clone(),
        );
        let help = "How long it took to get a connection from the pool";
        registry.register_with_unit("database_wait", help, Unit::Seconds, numbers.waits.clone());
        let help = "Requests turned away because too many waited for a connection";
        registry.register("shed", help, numbers.shed.clone());
        numbers.registry = registry;
        Self(Arc::new(numbers))
    }
}

impl Metrics {
    /// How far the feed lags behind what was begun, and how long what rang has waited to be read.
    pub fn lags(&self, transactions: i64, waiting: Duration) {
        self.0.lag_transactions.set(transactions);
        self.0.lag_seconds.set(waiting.as_secs_f64());
    }

    /// The bell rang.
    pub fn rang(&self) {
        self.0.rings.inc();
    }

    /// Events were read.
    pub fn read(&self, events: usize) {
        self.0.events.inc_by(events as u64);
    }

    /// An edit was answered.
    pub fn answered(&self, outcome: OperationOutcome) {
        let outcome = outcome.as_str();
        self.0.operations.get_or_create(&Outcome { outcome }).inc();
    }

    /// A password was verified.
    pub fn verified(&self) {
        self.0.verifications.inc();
    }

    /// A socket is being closed with a code.
    pub fn closes(&self, code: u16) {
        self.0.closings.get_or_create(&Closing { code }).inc();
    }

    /// How long what rang has waited to be read.
    #[must_use]
    pub fn lag(&self) -> Duration {
        Duration::try_from_secs_f64(self.0.lag_seconds.get()).unwrap_or_default()
    }

    /// A connection was had, or not in time, after waiting.
    pub fn waited(&self, time: Duration) {
        self.0.waits.observe(time.as_secs_f64());
    }

    /// A request was turned away because too many waited.
    pub fn shed(&self) {
        self.0.shed.inc();
    }

    /// A GraphQL request ended.
    pub fn ended(&self, operation: &'static str, ending: Ending, after: Duration) {
        self.0.requests.ended(operation, ending, after);
    }

    /// An answer left, whatever was asked for.
    pub fn responded(&self, status: u16) {
        self.0.requests.answered(status);
    }

    /// A socket is open for as long as this is kept.
    #[must_use]
    pub fn socket(&self) -> Open {
        self.0.requests.socket()
    }

    /// A subscription runs for as long as this is kept.
    #[must_use]
    pub fn subscription(&self) -> Open {
        self.0.requests.subscription()
    }

    /// Everything as text, with the pool as it is now.
    ///
    /// # Errors
    /// Never: a text takes what is written.
    pub fn text(&self, pool: Status) -> Result<String, std::fmt::Error> {
        let waiting = i64::try_from(pool.waiting).unwrap_or(i64::MAX);
        let idle = i64::try_from(pool.available).unwrap_or(i64::MAX);
        let busy = i64::try_from(pool.size.saturating_sub(pool.available)).unwrap_or(i64::MAX);
        for (state, count) in [("idle", idle), ("busy", busy), ("waited_for", waiting)] {
            self.0.connections.get_or_create(&State { state }).set(count);
        }
        let mut told = String::new();
        text::encode(&mut told, &self.0.registry)?;
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_name() {
        let metrics = Metrics::default();
        metrics.rang();
        metrics.lags(3, Duration::from_millis(1_500));
        metrics.answered(OperationOutcome::Held);
        metrics.closes(1013);
        metrics.ended(operation(Some("Push")), Ending::Done, Duration::from_millis(20));
        metrics.ended(operation(Some("Invented")), Ending::Failed, Duration::ZERO);
        metrics.ended(operation(None), Ending::Failed, Duration::ZERO);
        metrics.waited(Duration::from_secs(60));
        metrics.responded(503);
        let open = [metrics.socket(), metrics.socket()];
        drop(metrics.subscription());
        let told = metrics
            .text(Status {
                max_size: 9,
                size: 5,
                available: 3,
                waiting: 0,
            })
            .expect("a text");
        for line in [
            "otop_rings_total 1",
            "otop_feed_lag_transactions 3",
            "otop_feed_lag_seconds 1.5",
            "otop_operations_total{outcome=\"HELD\"} 1",
            "otop_socket_closings_total{code=\"1013\"} 1",
            "otop_database_connections{state=\"busy\"} 2",
            "otop_database_wait_seconds_count 1",
            "otop_request_duration_seconds_bucket{le=\"0.025\",operation=\"Push\",outcome=\"done\"} 1",
            "otop_request_duration_seconds_count{operation=\"other\",outcome=\"failed\"} 2",
            "otop_answers_total{status=\"503\"} 1",
            "otop_sockets 2",
            "otop_subscriptions 0",
        ] {
            assert!(told.lines().any(|found| found == line), "{line} in:\n{told}");
        }
        assert!(!told.contains("Invented"), "clients do not make numbers");
        drop(open);
    }
}
