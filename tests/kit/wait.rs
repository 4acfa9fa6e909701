//! Waiting for a condition, never for a duration.

use std::time::Duration;

use tokio::time::Instant;

/// How long anything may take before a test calls it lost.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Polls until the condition yields something.
///
/// # Panics
/// When it does not within [`PATIENCE`]; the message names what was waited for.
pub async fn until<T>(what: &str, condition: impl AsyncFnMut() -> Option<T>) -> T {
    let found = eventually(condition).await;
    found.unwrap_or_else(|| panic!("waited in vain for {what}"))
}

/// Polls until the condition yields something, or not within [`PATIENCE`].
pub async fn eventually<T>(mut condition: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(found) = condition().await {
            return Some(found);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    None
}
