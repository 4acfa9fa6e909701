//! Waiting for a condition, never for a duration.

use std::time::Duration;

use tokio::time::Instant;

/// How long anything may take before a test calls it lost.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Polls until the condition yields something.
///
/// # Panics
/// When it does not within [`PATIENCE`]; the message names what was waited for.
pub async fn until<T>(what: &str, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
