//! A document of the library.

use async_graphql::{ComplexObject, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{DocumentKind, FiscalYear};

use crate::error::Result;
use crate::statement::sql;

/// Something the department hands out.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct LibraryDocument {
    /// Its short code.
    #[diesel(sql_type = Text)]
    code: String,
    /// The fiscal year (BE) it belongs to.
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// What it is.
    #[diesel(sql_type = Text)]
    kind: DocumentKind,
    /// Its Thai title.
    #[diesel(sql_type = Text)]
    title_th: String,
    /// Its English title; may be empty.
    #[diesel(sql_type = Text)]
    title_en: String,
    /// Where it lies; absent where its text is kept here.
    #[diesel(sql_type = Nullable<Text>)]
    link: Option<String>,
    /// The business instant it was published last.
    #[diesel(sql_type = Timestamptz)]
    published_at: DateTime<Utc>,
}

#[ComplexObject]
impl LibraryDocument {
    /// The path at this server that leads to it, without a sign-in.
    async fn path(&self) -> String {
        format!("/d/{}", self.code)
    }
}

/// What is handed out for a fiscal year, by kind and title.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_year(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<Vec<LibraryDocument>> {
    let text = concat!(
        include_str!("select.sql"),
        "WHERE document.fiscal_year = $1 AND document.withdrawn_at IS NULL ORDER BY document.kind, document.title_th, document.code"
    );
    Ok(sql(text).bind::<Integer, _>(year.number()).load(connection).await?)
}

/// A document by its code, also one that was withdrawn.
///
/// # Errors
/// When the database fails.
pub(super) async fn find(connection: &mut AsyncPgConnection, code: &str) -> Result<Option<LibraryDocument>> {
    let text = concat!(include_str!("select.sql"), "WHERE document.code = $1");
    let found: Vec<LibraryDocument> = sql(text).bind::<Text, _>(code.to_owned()).load(connection).await?;
    Ok(found.into_iter().next())
}

/// What a code leads to: either a link or a text.
#[derive(Debug, QueryableByName)]
pub(crate) struct Handed {
    /// Where it lies.
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) link: Option<String>,
    /// Its text.
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) body: Option<String>,
}

/// What a code leads to now; nothing for one that is not known, or was withdrawn.
///
/// # Errors
/// When the database fails.
pub(crate) async fn handed_out(connection: &mut AsyncPgConnection, code: &str) -> Result<Option<Handed>> {
    let text = "SELECT link, body FROM library_document WHERE code = $1 AND withdrawn_at IS NULL";
    let found: Vec<Handed> = sql(text).bind::<Text, _>(code.to_owned()).load(connection).await?;
    Ok(found.into_iter().next())
}
