//! The table of kinds.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::{Error, Result};
use crate::request;
use crate::statement::sql;

/// What can show that figures are right: an assumption of ours, therefore a table and not an enum.
#[derive(Debug, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct EvidenceKind {
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    code: String,
    /// The Thai name.
    #[diesel(sql_type = Text)]
    name_th: String,
    /// The English name.
    #[diesel(sql_type = Text)]
    name_en: String,
}

#[ComplexObject]
impl EvidenceKind {
    /// The code it is recorded by.
    async fn code(&self) -> ID {
        self.code.clone().into()
    }
}

/// Questions about evidence that begin nowhere.
#[derive(Debug, Default)]
pub struct EvidenceQuery;

#[Object]
impl EvidenceQuery {
    /// The kinds evidence may be of today.
    async fn evidence_kinds(&self, context: &Context<'_>) -> Result<Vec<EvidenceKind>> {
        kinds(&mut *request::read(context).await?).await
    }
}

/// The kinds that hold on the business day, in their order.
async fn kinds(connection: &mut AsyncPgConnection) -> Result<Vec<EvidenceKind>> {
    Ok(sql(include_str!("kind.sql")).load(connection).await?)
}

/// A kind by its code.
///
/// # Errors
/// `INVALID` on `kind` for one that does not hold.
pub(super) async fn known(connection: &mut AsyncPgConnection, code: &str) -> Result<String> {
    let kinds = kinds(connection).await?;
    if kinds.iter().any(|kind| kind.code == code) {
        return Ok(code.to_owned());
    }
    let words: Vec<String> = kinds.iter().map(|kind| format!("{} {}", kind.code, kind.name_th)).collect();
    let words = words.join(", ");
    Err(Error::invalid(
        "kind",
        "unknown",
        &format!("ประเภทหลักฐาน: {words} / Kinds of evidence: {words}"),
    ))
}
