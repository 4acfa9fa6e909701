//! Every row has its file: held against the store, with its bytes.

use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::FileHash;

use super::store::Files;
use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    sha256: String,
}

/// The files that the database knows and the store does not have, or has with other bytes.
///
/// # Errors
/// When database or store fail.
pub async fn without_file(connection: &mut AsyncPgConnection, files: &Files) -> Result<Vec<FileHash>> {
    let rows: Vec<Row> = sql("SELECT sha256 FROM file ORDER BY sha256").load(connection).await?;
    let mut missing = Vec::new();
    for row in rows {
        let hash: FileHash = row.sha256.parse()?;
        if !files.holds(&hash).await? {
            missing.push(hash);
        }
    }
    Ok(missing)
}
