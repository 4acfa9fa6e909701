//! What a node does again and again, by itself.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::error::Result;

/// Does `work` at once and then so long after each time, until `stop`. What fails is logged in the words of `failed`, and tried again.
pub async fn every<Work>(pause: Duration, stop: CancellationToken, failed: &'static str, work: impl Fn() -> Work)
where
    Work: Future<Output = Result<()>>,
{
    while !stop.is_cancelled() {
        if let Err(cause) = work().await {
            tracing::warn!(?cause, "{failed}");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
