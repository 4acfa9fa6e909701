//! Publishing and withdrawing; for the department. The chain keeps what a code led to before, by the digest of it.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, DocumentKind, FiscalYear, Role, digest};
use url::Url;

use super::document::{self, LibraryDocument};
use crate::calendar;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::request::mutate;
use crate::statement::sql;
use crate::text::{LONGEST_NAME, optional, required};

/// Documents of one fiscal year at most.
const MOST: i64 = 100;
/// Characters of a text at most.
const LONGEST_BODY: usize = 20_000;

/// Hands a document out.
#[derive(Debug, Clone, InputObject)]
pub struct PublishDocumentInput {
    /// Its short code: 3 to 31 small letters, digits and hyphens, the first no hyphen. Published again, a code leads to what is published last.
    code: String,
    /// The fiscal year (BE) it belongs to.
    fiscal_year: i32,
    /// What it is.
    kind: DocumentKind,
    /// Its Thai title.
    title_th: String,
    /// Its English title.
    title_en: Option<String>,
    /// Where it lies (`https://…`); either this or `body`.
    link: Option<String>,
    /// Its text, of at most 20,000 characters; either this or `link`.
    body: Option<String>,
}

/// Hands a document out no longer.
#[derive(Debug, Clone, InputObject)]
pub struct WithdrawDocumentInput {
    /// Its code.
    code: String,
    /// Why.
    reason: String,
}

/// What can be done with the library.
#[derive(Default)]
pub struct LibraryMutation;

#[Object]
impl LibraryMutation {
    /// Hands a document out under a short code, to everybody who has the code; for the department.
    async fn publish_document(&self, context: &Context<'_>, input: PublishDocumentInput) -> Result<LibraryDocument> {
        mutate(context, input, |connection, caller, input| {
            publish(connection, caller, input).boxed()
        })
        .await
    }

    /// Hands a document out no longer; for the department. Its code is kept and may be published again.
    async fn withdraw_document(&self, context: &Context<'_>, input: WithdrawDocumentInput) -> Result<LibraryDocument> {
        mutate(context, input, |connection, caller, input| {
            withdraw(connection, caller, input).boxed()
        })
        .await
    }
}

async fn publish(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &PublishDocumentInput) -> Result<LibraryDocument> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "code")?;
    lock(connection).await?;
    let content = Content::of(input)?;
    input.sensible(connection).await?;
    input.write(connection, caller, &content).await?;
    note(connection, caller, "DOCUMENT_PUBLISHED", &input.told(&content)).await?;
    there(connection, &input.code).await
}

async fn withdraw(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &WithdrawDocumentInput) -> Result<LibraryDocument> {
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "code")?;
    lock(connection).await?;
    let reason = required_text("reason", Some(&input.reason))?;
    let now = clock::business(connection).await?;
    let withdrawn = sql("UPDATE library_document SET withdrawn_at = $1 WHERE code = $2 AND withdrawn_at IS NULL")
        .bind::<Timestamptz, _>(now)
        .bind::<Text, _>(input.code.clone())
        .execute(connection)
        .await?;
    if withdrawn == 0 {
        return Err(Error::not_found("code"));
    }
    note(connection, caller, "DOCUMENT_WITHDRAWN", &format!("{}: {reason}", input.code)).await?;
    there(connection, &input.code).await
}

/// The library is changed by one at a time: what is counted stays counted.
async fn lock(connection: &mut AsyncPgConnection) -> Result<()> {
    sql("SELECT code FROM area WHERE code = 'TH' FOR NO KEY UPDATE")
        .execute(connection)
        .await?;
    Ok(())
}

async fn note(connection: &mut AsyncPgConnection, caller: &Caller, kind: &str, told: &str) -> Result<()> {
    let now = clock::business(connection).await?;
    let event = NewEvent::new(kind, &AreaCode::nation(), None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(told)).await
}

async fn there(connection: &mut AsyncPgConnection, code: &str) -> Result<LibraryDocument> {
    let found = document::find(connection, code).await?;
    found.ok_or_else(|| Error::internal("a document is not there"))
}

/// What a code leads to.
enum Content {
    Link(String),
    Body(String),
}

impl Content {
    fn of(input: &PublishDocumentInput) -> Result<Self> {
        match (&input.link, &input.body) {
            (Some(link), None) => Ok(Self::Link(address(link)?)),
            (None, Some(body)) => Ok(Self::Body(required("body", body, LONGEST_BODY)?.to_owned())),
            (Some(_), Some(_)) | (None, None) => {
                let message = "โปรดระบุ link หรือ body อย่างใดอย่างหนึ่ง / Either link or body";
                Err(Error::invalid("link", "one-of", message))
            }
        }
    }

    fn link(&self) -> Option<String> {
        match self {
            Self::Link(link) => Some(link.clone()),
            Self::Body(_) => None,
        }
    }

    fn body(&self) -> Option<String> {
        match self {
            Self::Link(_) => None,
            Self::Body(body) => Some(body.clone()),
        }
    }
}

/// An address of the web, as browsers write it.
fn address(link: &str) -> Result<String> {
    let link = required("link", link, 1_000)?;
    let read = Url::parse(link).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let message = "ลิงก์ต้องขึ้นต้นด้วย https:// / A link begins with https://";
    Ok(read.ok_or_else(|| Error::invalid("link", "address", message))?.into())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    documents: i64,
}

impl PublishDocumentInput {
    async fn sensible(&self, connection: &mut AsyncPgConnection) -> Result<()> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !(3..=31).contains(&self.code.len()) || !self.code.chars().all(plain) || self.code.starts_with('-') {
            let message = "รหัสใช้ a-z 0-9 และ - ยาว 3 ถึง 31 ตัว / A code has 3 to 31 of a-z, 0-9 and -";
            return Err(Error::invalid("code", "format", message));
        }
        let year = FiscalYear::new(self.fiscal_year)?;
        if calendar::fiscal_calendar(connection, year).await?.is_none() {
            return Err(calendar::missing().into());
        }
        let text = "SELECT count(*) AS documents FROM library_document WHERE fiscal_year = $1 AND code <> $2 AND withdrawn_at IS NULL";
        let Count { documents } = sql(text)
            .bind::<Integer, _>(year.number())
            .bind::<Text, _>(self.code.clone())
            .get_result(connection)
            .await?;
        if documents < MOST {
            return Ok(());
        }
        let message = "มีเอกสารครบ 100 ฉบับแล้ว / There are 100 documents already";
        Err(Error::invalid("fiscalYear", "length", message))
    }

    async fn write(&self, connection: &mut AsyncPgConnection, caller: &Caller, content: &Content) -> Result<()> {
        let title_en = optional("titleEn", self.title_en.as_deref(), LONGEST_NAME)?;
        let now = clock::business(connection).await?;
        sql(include_str!("publish.sql"))
            .bind::<Text, _>(self.code.clone())
            .bind::<Integer, _>(self.fiscal_year)
            .bind::<Text, _>(self.kind)
            .bind::<Text, _>(required("titleTh", &self.title_th, LONGEST_NAME)?.to_owned())
            .bind::<Text, _>(title_en.unwrap_or_default().to_owned())
            .bind::<Nullable<Text>, _>(content.link())
            .bind::<Nullable<Text>, _>(content.body())
            .bind::<Timestamptz, _>(now)
            .bind::<SqlUuid, _>(caller.person)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// What the chain says of it: where it lies, or the digest of its text.
    fn told(&self, content: &Content) -> String {
        let what = match content {
            Content::Link(link) => link.clone(),
            Content::Body(body) => format!("sha256:{}", digest(body.as_bytes())),
        };
        format!("{} {} {}: {what}", self.fiscal_year, self.kind, self.code)
    }
}
