//! Read once: what several fields of one answer need is read by the first that asks; the others take what it found.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::error::Result;

/// Values of one answer by what they were asked for. It lives as long as the answer, so nothing in it grows old.
#[derive(Debug)]
pub struct Memo<Key, Value>(Mutex<HashMap<Key, Arc<OnceCell<Value>>>>);

impl<Key, Value> Default for Memo<Key, Value> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Key: Eq + Hash, Value: Clone> Memo<Key, Value> {
    /// The value for `key`; `read` runs only if nobody has read it yet.
    ///
    /// # Errors
    /// What `read` fails with; the next one to ask tries again.
    pub async fn get(&self, key: Key, read: impl Future<Output = Result<Value>>) -> Result<Value> {
        let cell = self.cell(key);
        cell.get_or_try_init(|| read).await.cloned()
    }

    fn cell(&self, key: Key) -> Arc<OnceCell<Value>> {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cells.entry(key).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_reads_for_all() {
        let memo = Memo::<u8, u8>::default();
        assert_eq!(memo.get(1, async { Ok(7) }).await.unwrap(), 7);
        assert_eq!(memo.get(1, async { Ok(8) }).await.unwrap(), 7);
        assert_eq!(memo.get(2, async { Ok(8) }).await.unwrap(), 8);
    }
}
