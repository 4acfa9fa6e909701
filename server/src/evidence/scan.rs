//! The scan of a paper that is recorded already: of a meeting's minutes by the district, of the signed รต.๒ by the province that received it.

use std::sync::Arc;

use async_graphql::{ID, InputObject, OneofObject, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, FileHash, Role, Subject};
use uuid::Uuid;

use super::standing::role_of;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::file::{self, FileColumns, KeptFile};
use crate::identity::Caller;
use crate::life::{self, Life};
use crate::statement::sql;
use crate::text;

/// Attaches a scan.
#[derive(Debug, Clone, InputObject)]
pub struct AttachScanInput {
    /// To what.
    to: ScannedInput,
    /// The file's name; the caller sent it before: `PUT /evidence/{sha256}`.
    sha256: String,
}

/// What was scanned.
#[derive(Debug, Clone, OneofObject)]
pub enum ScannedInput {
    /// The minutes of a meeting of the committee.
    Meeting(ID),
    /// A signed paper that the province registered.
    Receipt(ID),
}

/// A scan that is attached to a meeting or a receipt.
#[derive(Debug, Clone, SimpleObject)]
pub struct Scan {
    /// The file.
    file: KeptFile,
    /// The business instant it was attached.
    added_at: DateTime<Utc>,
    /// By whom.
    added_by: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    file: FileColumns,
    #[diesel(sql_type = Timestamptz)]
    added_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    added_by: String,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    term: NaiveDate,
}

/// A paper that is recorded.
#[derive(Debug, Clone, Copy)]
enum Paper {
    Meeting(Uuid),
    Receipt(Uuid),
}

impl Paper {
    /// As the columns for a meeting and for a receipt.
    fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Meeting(id) => (Some(id), None),
            Self::Receipt(id) => (None, Some(id)),
        }
    }
}

/// The district's officers and its committee, whose secretary wrote the minutes.
const OF_MINUTES: [Role; 3] = [Role::CommitteeMember, Role::EntryOfficer, Role::CdOfficer];
/// The province keeps the paper.
const OF_PAPERS: [Role; 1] = [Role::ProvinceOfficer];

/// Attaches it once; again, it is as it was. A fact beside the status: no window is asked for.
pub(super) async fn attach(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &AttachScanInput) -> Result<Scan> {
    let (paper, roles) = paper(&input.to)?;
    let subject = subject(connection, paper).await?;
    let role = role_of(caller, roles, subject.district(), "to")?;
    let life = life::lock(connection, &subject).await?;
    let hash = file::attachable(connection, caller, &input.sha256).await?;
    if insert(connection, caller, role, &life, paper, &hash).await? {
        let event = NewEvent::of("SCANNED", &subject, life.time.now).by(caller, Some(role));
        feed::append(connection, event.reason(hash.as_str())).await?;
    }
    let attached = match paper {
        Paper::Meeting(id) => scans_of_meeting(connection, id).await?,
        Paper::Receipt(id) => scans_of_receipt(connection, id).await?,
    };
    let found = attached.into_iter().find(|scan| scan.file.is(&hash));
    found.ok_or_else(|| Error::not_found("to"))
}

/// What was scanned, and who may say so.
fn paper(to: &ScannedInput) -> Result<(Paper, &'static [Role])> {
    Ok(match to {
        ScannedInput::Meeting(id) => (Paper::Meeting(text::id("to", id)?), &OF_MINUTES),
        ScannedInput::Receipt(id) => (Paper::Receipt(text::id("to", id)?), &OF_PAPERS),
    })
}

/// Whether it was not attached before.
async fn insert(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    role: Role,
    life: &Life,
    paper: Paper,
    hash: &FileHash,
) -> Result<bool> {
    let district = life.subject.district();
    let capacity = caller.holds(role, district).map(|held| held.capacity.clone());
    let (meeting, receipt) = paper.columns();
    let added = sql(include_str!("insert_scan.sql"))
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Text, _>(district.to_string())
        .bind::<Nullable<SqlUuid>, _>(meeting)
        .bind::<Nullable<SqlUuid>, _>(receipt)
        .bind::<Text, _>(hash.as_str())
        .bind::<Timestamptz, _>(life.time.now)
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Text, _>(capacity.unwrap_or_default())
        .bind::<Nullable<SqlUuid>, _>(caller.device)
        .execute(connection)
        .await?;
    Ok(added > 0)
}

/// The report or estimate that the paper is about.
async fn subject(connection: &mut AsyncPgConnection, paper: Paper) -> Result<Subject> {
    let (meeting, receipt) = paper.columns();
    let text = "SELECT district, month AS term FROM meeting WHERE id = $1 UNION ALL SELECT district, month FROM receipt WHERE id = $2";
    let found: Vec<Place> = sql(text)
        .bind::<Nullable<SqlUuid>, _>(meeting)
        .bind::<Nullable<SqlUuid>, _>(receipt)
        .load(connection)
        .await?;
    let Place { district, term } = found.into_iter().next().ok_or_else(|| Error::not_found("to"))?;
    Ok(Subject::of(district, term))
}

/// The scans of a meeting's minutes, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn scans_of_meeting(connection: &mut AsyncPgConnection, meeting: Uuid) -> Result<Vec<Scan>> {
    let text = concat!(include_str!("select_scan.sql"), "WHERE scan.meeting_id = $1 ORDER BY scan.id");
    scans(connection, text, meeting).await
}

/// The scans of a paper that was received, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn scans_of_receipt(connection: &mut AsyncPgConnection, receipt: Uuid) -> Result<Vec<Scan>> {
    let text = concat!(include_str!("select_scan.sql"), "WHERE scan.receipt_id = $1 ORDER BY scan.id");
    scans(connection, text, receipt).await
}

async fn scans(connection: &mut AsyncPgConnection, text: &'static str, of: Uuid) -> Result<Vec<Scan>> {
    let rows: Vec<Row> = sql(text).bind::<SqlUuid, _>(of).load(connection).await?;
    let scan = |row: Row| {
        let Row { file, added_at, added_by } = row;
        let file = file.file()?;
        Some(Scan { file, added_at, added_by })
    };
    Ok(rows.into_iter().filter_map(scan).collect())
}
