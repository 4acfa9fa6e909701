//! A letter on its way: it travels while the laptop works, and is called back when nobody waits for it any more.

use tokio::task::JoinHandle;

use crate::carrier::{Carried, Reply, Unreachable};

/// A reply that is waited for.
pub(crate) struct Flight(JoinHandle<Result<Reply, Unreachable>>);

impl Flight {
    pub(crate) fn start(letter: Carried<Reply>) -> Flight {
        Flight(tokio::spawn(letter))
    }

    pub(crate) async fn landed(mut self) -> Result<Reply, Unreachable> {
        (&mut self.0).await.unwrap_or(Err(Unreachable))
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.abort();
    }
}
