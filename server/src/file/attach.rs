//! A file that is attached to something.

use async_graphql::SimpleObject;
use diesel::QueryableByName;
use diesel::sql_types::{Integer, Nullable, Text};
use diesel_async::AsyncPgConnection;
use otop_schema::{FileHash, MediaType, Refusal};

use super::keep::is_kept_for;
use crate::error::Result;
use crate::identity::Caller;

/// A file of the store. `GET /evidence/{sha256}` hands it out.
#[derive(Debug, Clone, SimpleObject)]
pub struct KeptFile {
    /// The SHA-256 of its bytes, lower-case hex: its name.
    sha256: String,
    /// What it is by its content.
    media_type: MediaType,
    /// Its bytes.
    size: i32,
}

impl KeptFile {
    /// Whether it is the file of this name.
    pub(crate) fn is(&self, hash: &FileHash) -> bool {
        self.sha256 == hash.as_str()
    }
}

/// The columns of a file that may be there or not.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct FileColumns {
    #[diesel(sql_type = Nullable<Text>)]
    sha256: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    media_type: Option<MediaType>,
    #[diesel(sql_type = Nullable<Integer>)]
    size: Option<i32>,
}

impl FileColumns {
    /// Its name, where there is one.
    pub(crate) fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }

    /// The file, where there is one.
    pub(crate) fn file(&self) -> Option<KeptFile> {
        Some(KeptFile {
            sha256: self.sha256.clone()?,
            media_type: self.media_type?,
            size: self.size?,
        })
    }
}

/// The name of a file that the caller may attach: one whose bytes he or she sent. To know a name is not to have the file.
///
/// # Errors
/// `INVALID` on `sha256`, for a name that is none and for a file that the caller never sent.
pub async fn attachable(connection: &mut AsyncPgConnection, caller: &Caller, name: &str) -> Result<FileHash> {
    let hash: FileHash = name.parse()?;
    if is_kept_for(connection, caller, &hash).await? {
        return Ok(hash);
    }
    let message = "โปรดส่งแฟ้มก่อนแนบ / Send the file first: PUT /evidence/{sha256}";
    Err(Refusal::invalid("sha256", "sent", message).into())
}
