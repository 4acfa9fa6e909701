//! Where bytes lie. A name is made of hashes and ids, never of what a client calls something.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use otop_schema::FileHash;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// How many files a node takes at once: each may be 10 MiB of memory.
const AT_ONCE: usize = 16;

/// The files of an installation. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    room: Arc<Semaphore>,
}

impl Default for Files {
    /// In memory, and gone with the process.
    fn default() -> Self {
        Self::over(InMemory::new())
    }
}

impl Files {
    pub(super) fn over(store: impl ObjectStore) -> Self {
        Self {
            store: Arc::new(store),
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Room for one more file in memory; none when the node has enough of them.
    #[must_use]
    pub fn room(&self) -> Option<OwnedSemaphorePermit> {
        self.room.clone().try_acquire_owned().ok()
    }

    /// Puts the bytes of a file where they belong; when this answers they are there for good.
    ///
    /// # Errors
    /// `UNAVAILABLE` when they could not be written.
    pub async fn put(&self, hash: &FileHash, bytes: Bytes) -> Result<()> {
        // Fail point, nothing in a real build: the guard is taken away, and the row is written without its file.
        fail::fail_point!("file-not-put", |_| Ok(()));
        self.write(&kept(hash), bytes).await
    }

    /// The bytes of a file as they come.
    ///
    /// # Errors
    /// `UNAVAILABLE` when they are not to be had.
    pub async fn read(&self, hash: &FileHash) -> Result<BoxStream<'static, object_store::Result<Bytes>>> {
        Ok(self.store.get(&kept(hash)).await.map_err(Error::unavailable)?.into_stream())
    }

    /// Whether a file is there, and with these very bytes.
    ///
    /// # Errors
    /// `UNAVAILABLE` when that cannot be said.
    pub async fn holds(&self, hash: &FileHash) -> Result<bool> {
        match self.store.get(&kept(hash)).await {
            Ok(found) => Ok(FileHash::of(&found.bytes().await.map_err(Error::unavailable)?) == *hash),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(cause) => Err(Error::unavailable(cause)),
        }
    }

    /// Takes a file away; one that is gone already is no error.
    ///
    /// # Errors
    /// `UNAVAILABLE` when it could not be taken away.
    pub async fn remove(&self, hash: &FileHash) -> Result<()> {
        self.delete(&kept(hash)).await
    }

    /// The files that were put before an instant, with it.
    pub(super) fn put_before(&self, instant: DateTime<Utc>) -> BoxStream<'static, Result<FileHash>> {
        let old = self.before(KEPT, instant);
        let named = old.try_filter_map(async |object: ObjectMeta| Ok(object.location.filename().and_then(|name| name.parse().ok())));
        named.boxed()
    }

    /// What has lain under a folder since before an instant.
    pub(super) fn before(&self, folder: &str, instant: DateTime<Utc>) -> BoxStream<'static, Result<ObjectMeta>> {
        let all = self.store.list(Some(&Path::from(folder))).map_err(Error::unavailable);
        let is_old = move |object: &ObjectMeta| std::future::ready(object.last_modified < instant);
        all.try_filter(is_old).boxed()
    }

    pub(super) async fn list(&self, folder: &Path) -> Result<Vec<ObjectMeta>> {
        self.store.list(Some(folder)).map_err(Error::unavailable).try_collect().await
    }

    pub(super) async fn write(&self, path: &Path, bytes: Bytes) -> Result<()> {
        self.store.put(path, bytes.into()).await.map_err(Error::unavailable)?;
        Ok(())
    }

    pub(super) async fn bytes(&self, path: &Path) -> Result<Bytes> {
        let found = self.store.get(path).await.map_err(Error::unavailable)?;
        found.bytes().await.map_err(Error::unavailable)
    }

    pub(super) async fn delete(&self, path: &Path) -> Result<()> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(Error::unavailable(cause)),
        }
    }
}

/// The folder of whole files.
const KEPT: &str = "kept";

/// A folder of a hundred thousand files is slow to look into: the first two digits are one of their own.
fn kept(hash: &FileHash) -> Path {
    let shelf: String = hash.as_str().chars().take(2).collect();
    Path::from_iter([KEPT, &shelf, hash.as_str()])
}
