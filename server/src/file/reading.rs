//! Who may read a file: whoever reads something that it is attached to.

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, FileHash, MediaType};

use crate::error::Result;
use crate::identity::Caller;
use crate::statement::sql;

/// A file that may be read.
#[derive(Debug, Clone, Copy)]
pub struct Readable {
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes.
    pub size: i32,
}

#[derive(QueryableByName)]
struct Attached {
    #[diesel(sql_type = Text)]
    media_type: MediaType,
    #[diesel(sql_type = Integer)]
    size: i32,
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Bool)]
    is_draft: bool,
}

impl Attached {
    fn is_told(&self, caller: &Caller) -> bool {
        caller.works_in(&self.district) || (caller.reads(&self.district) && !self.is_draft)
    }
}

/// The file, if the caller reads something that it is attached to; a foreign one and one there is not are alike.
///
/// # Errors
/// When the database fails.
pub async fn readable(connection: &mut AsyncPgConnection, caller: &Caller, hash: &FileHash) -> Result<Option<Readable>> {
    let attached: Vec<Attached> = sql(include_str!("reading.sql"))
        .bind::<Text, _>(hash.as_str())
        .load(connection)
        .await?;
    let told = attached.into_iter().find(|attached| attached.is_told(caller));
    Ok(told.map(|Attached { media_type, size, .. }| Readable { media_type, size }))
}
