//! Where an installation keeps its files: a folder, or a bucket.

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use object_store::local::LocalFileSystem;
use object_store::parse_url_opts;
use object_store::prefix::PrefixStore;
use url::Url;

use super::store::Files;
use crate::config::{Problem, Storage};
use crate::database::owner::is_root;

impl Files {
    /// Where an installation keeps them: as it says, else beside its database.
    ///
    /// # Errors
    /// The place cannot be used.
    pub async fn open(storage: &Storage) -> Result<Self, Problem> {
        match storage.files() {
            Some(place) if place.contains("://") => {
                let url = Url::parse(place).map_err(|cause| unusable(place, cause))?;
                Self::bucket(&url, Storage::bucket_options())
            }
            Some(folder) => Self::folder(Path::new(folder)),
            None => Self::folder(&storage.folder(is_root().await?)?.join("files")),
        }
    }

    /// In a folder, which is made where it is missing. What is written there is on the disk before it counts.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn folder(folder: &Path) -> Result<Self, Problem> {
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|cause| unusable(&folder.display().to_string(), cause))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|cause| unusable(&folder.display().to_string(), cause))?;
        Ok(Self::over(store.with_fsync(true)))
    }

    /// In a bucket, `s3://bucket/prefix`; `options` are those of the environment that begin with `AWS_`, in lower case.
    ///
    /// # Errors
    /// The address or an option is none.
    pub fn bucket(url: &Url, options: Vec<(String, String)>) -> Result<Self, Problem> {
        rustls::crypto::ring::default_provider().install_default().ok();
        let opened = parse_url_opts(url, options).map_err(|cause| unusable(url.as_str(), cause))?;
        let (store, prefix) = opened;
        Ok(Self::over(PrefixStore::new(store, prefix)))
    }
}

fn unusable(place: &str, cause: impl std::fmt::Display) -> Problem {
    Problem::new(
        format!("ใช้ที่เก็บแฟ้ม {place} ไม่ได้ ({cause}) โปรดแก้ไข OTOP_FILES"),
        format!("The files cannot be kept in {place} ({cause}); correct OTOP_FILES."),
    )
}
