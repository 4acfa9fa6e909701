//! What the rules are handed: everything a batch touches, in a handful of statements whatever its size.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Category, Change, Month, ProducerKind, ReportKey, SheetKey, Status};
use uuid::Uuid;

use super::known::{self, Known};
use super::object::{self, RevenueEntry, Sheet};
use super::operation::Operation;
use crate::calendar;
use crate::error::{Error, Result};
use crate::statement::sql;

/// One report of a batch, locked.
pub(super) struct ReportFacts {
    pub status: Status,
    pub time: calendar::Facts,
}

/// A sheet of a batch and its figures, with what the batch does to them.
#[derive(Default)]
pub(super) struct SheetFacts {
    /// The producer's kind in that month; none while it is not active.
    pub kind: Option<ProducerKind>,
    pub sheet: Option<Sheet>,
    pub entries: BTreeMap<(Category, String), RevenueEntry>,
}

/// A conflict or refusal that an edit means to close.
#[derive(QueryableByName)]
pub(super) struct Attention {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub district: AreaCode,
    #[diesel(sql_type = Date)]
    pub month: Month,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub closed: bool,
    /// What a conflict is about; a refusal is about its report only.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<Category>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
}

impl Attention {
    pub(super) fn report(&self) -> ReportKey {
        ReportKey {
            district: self.district.clone(),
            month: self.month,
        }
    }

    /// Whether an edit of `report` may close it: a conflict is settled by an edit of the very cell or sheet it is about.
    pub(super) fn open_to(&self, operation: &Operation, report: &ReportKey) -> bool {
        !self.closed && self.report() == *report && (self.producer_id.is_none() || self.same_figure(operation))
    }

    fn same_figure(&self, operation: &Operation) -> bool {
        let Some(sheet) = operation.sheet() else { return true };
        let entry = operation.entry().map(|key| (key.category, key.channel));
        self.producer_id == Some(sheet.producer) && self.category.zip(self.channel.clone()) == entry
    }
}

/// Everything a batch touches.
pub(super) struct Facts {
    pub districts: HashMap<Uuid, AreaCode>,
    pub reports: HashMap<ReportKey, ReportFacts>,
    pub sheets: HashMap<SheetKey, SheetFacts>,
    pub known: HashMap<Uuid, Known>,
    pub attention: HashMap<Uuid, Attention>,
    pub channels: Vec<Channel>,
    /// Who records or recorded where, of the colleagues whose edits are adopted.
    pub recorders: HashSet<(Uuid, AreaCode)>,
}

/// A code of the channel table and when it holds.
#[derive(QueryableByName)]
pub(super) struct Channel {
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Date)]
    pub valid_from: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    pub valid_until: Option<NaiveDate>,
}

impl Channel {
    /// Whether revenue of that month may be recorded under it.
    pub(super) fn holds_in(&self, month: Month) -> bool {
        self.valid_from <= month.last_day() && self.valid_until.is_none_or(|until| month.first_day() <= until)
    }
}

/// Where the batch's producers and open matters are: what has to be known before anything is locked.
pub(super) struct Places {
    pub districts: HashMap<Uuid, AreaCode>,
    pub attention: HashMap<Uuid, Attention>,
}

#[derive(QueryableByName)]
struct ProducerPlace {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    district: AreaCode,
}

/// Finds them.
pub(super) async fn places(connection: &mut AsyncPgConnection, operations: &[Operation]) -> Result<Places> {
    let producers: BTreeSet<Uuid> = operations
        .iter()
        .filter_map(|operation| operation.sheet().map(|sheet| sheet.producer))
        .collect();
    let found: Vec<ProducerPlace> = sql("SELECT id, district FROM producer WHERE id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(producers.into_iter().collect::<Vec<_>>())
        .load(connection)
        .await?;
    Ok(Places {
        districts: found.into_iter().map(|place| (place.id, place.district)).collect(),
        attention: attention(connection, operations).await?,
    })
}

/// The conflicts and refusals the batch means to close; most batches have none.
async fn attention(connection: &mut AsyncPgConnection, operations: &[Operation]) -> Result<HashMap<Uuid, Attention>> {
    let wanted: Vec<Uuid> = operations.iter().flat_map(closes).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<Attention> = sql(include_str!("attention.sql"))
        .bind::<Array<SqlUuid>, _>(wanted)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|attention| (attention.id, attention)).collect())
}

/// The conflict and the refusal an edit closes.
fn closes(operation: &Operation) -> Vec<Uuid> {
    let discarded = match &operation.change {
        Change::Discard { conflict, operation, .. } => [*conflict, *operation],
        Change::Cell { .. } | Change::Sheet { .. } => [None, None],
    };
    discarded
        .into_iter()
        .chain([operation.resolves, operation.supersedes])
        .flatten()
        .collect()
}

/// The reports a batch of this caller touches, in the order they are locked.
pub(super) fn reports(places: &Places, operations: &[Operation], may_edit: impl Fn(&AreaCode) -> bool) -> Vec<ReportKey> {
    let of_sheets = operations.iter().filter_map(Operation::sheet).filter_map(|sheet| {
        places.districts.get(&sheet.producer).map(|district| ReportKey {
            district: district.clone(),
            month: sheet.month,
        })
    });
    let of_attention = places.attention.values().map(Attention::report);
    let all: BTreeSet<ReportKey> = of_sheets.chain(of_attention).filter(|report| may_edit(&report.district)).collect();
    all.into_iter().collect()
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Text)]
    status: Status,
}

/// Locks the reports in ascending order and tells their status; a report nobody touched yet gets its row first.
///
/// # Errors
/// When the database fails, or another writer holds a report for too long.
pub(crate) async fn lock(connection: &mut AsyncPgConnection, reports: &[ReportKey]) -> Result<HashMap<ReportKey, Status>> {
    let locked = lock_existing(connection, reports).await?;
    if locked.len() == reports.len() {
        return Ok(locked);
    }
    let (districts, months) = columns(reports);
    // A change of the register waits for the new report or is counted on its roster.
    sql("SELECT FROM area WHERE code = ANY($1) ORDER BY code FOR SHARE")
        .bind::<Array<Text>, _>(&districts)
        .execute(connection)
        .await?;
    sql(include_str!("open_report.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .execute(connection)
        .await?;
    lock_existing(connection, reports).await
}

/// The reports of a batch: those that are locked, with their status, and the facts of time of those that have no row.
pub(super) struct Reports {
    locked: HashMap<ReportKey, Status>,
    unopened: HashMap<ReportKey, calendar::Facts>,
}

/// Locks the reports that are there or may be written now. A report exists from its month's opening: an edit that can only be
/// held makes none. The facts it is held by are read once, so that it stays held should the month open meanwhile.
pub(super) async fn lock_open(connection: &mut AsyncPgConnection, reports: &[ReportKey]) -> Result<Reports> {
    let there = lock_existing(connection, reports).await?;
    let absent: Vec<ReportKey> = reports.iter().filter(|report| !there.contains_key(report)).cloned().collect();
    let mut unopened = match absent.is_empty() {
        true => HashMap::new(),
        false => calendar::facts(connection, &absent).await?,
    };
    unopened.retain(|_, time| time.writable().is_err());
    let open: Vec<ReportKey> = reports.iter().filter(|report| !unopened.contains_key(report)).cloned().collect();
    let locked = if absent.is_empty() { there } else { lock(connection, &open).await? };
    Ok(Reports { locked, unopened })
}

async fn lock_existing(connection: &mut AsyncPgConnection, reports: &[ReportKey]) -> Result<HashMap<ReportKey, Status>> {
    let (districts, months) = columns(reports);
    let rows: Vec<Locked> = sql(include_str!("lock_report.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                ReportKey {
                    district: row.district,
                    month: row.month,
                },
                row.status,
            )
        })
        .collect())
}

fn columns(reports: &[ReportKey]) -> (Vec<String>, Vec<Month>) {
    (
        reports.iter().map(|report| report.district.to_string()).collect(),
        reports.iter().map(|report| report.month).collect(),
    )
}

/// Gathers what stands behind the locks.
pub(super) async fn gather(
    connection: &mut AsyncPgConnection,
    places: Places,
    Reports { locked, unopened }: Reports,
    operations: &[Operation],
) -> Result<Facts> {
    let keys: Vec<ReportKey> = locked.keys().cloned().collect();
    let times = calendar::facts(connection, &keys).await?;
    let mut reports: HashMap<ReportKey, ReportFacts> = locked
        .into_iter()
        .map(|(key, status)| times.get(&key).map(|time| (key, ReportFacts { status, time: *time })))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::internal("a locked report has no facts of time"))?;
    let status = Status::Draft;
    reports.extend(unopened.into_iter().map(|(key, time)| (key, ReportFacts { status, time })));
    Ok(Facts {
        sheets: sheets(connection, &places.districts, &reports, operations).await?,
        known: known::known(connection, operations).await?,
        attention: attention(connection, operations).await?,
        recorders: recorders(connection, operations).await?,
        channels: sql("SELECT code, valid_from, valid_until FROM channel").load(connection).await?,
        districts: places.districts,
        reports,
    })
}

#[derive(QueryableByName)]
struct Recorder {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
    #[diesel(sql_type = Text)]
    area: AreaCode,
}

/// Where the colleagues record or recorded whose edits are adopted; most batches adopt none.
async fn recorders(connection: &mut AsyncPgConnection, operations: &[Operation]) -> Result<HashSet<(Uuid, AreaCode)>> {
    let adopted = operations.iter().filter_map(|operation| operation.adoption.as_ref());
    let wanted: BTreeSet<Uuid> = adopted.map(|adoption| adoption.person).collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Recorder> =
        sql("SELECT person_id, area FROM assignment WHERE person_id = ANY($1) AND role IN ('ENTRY_OFFICER', 'CD_OFFICER')")
            .bind::<Array<SqlUuid>, _>(wanted.into_iter().collect::<Vec<_>>())
            .load(connection)
            .await?;
    Ok(found.into_iter().map(|row| (row.person_id, row.area)).collect())
}

#[derive(QueryableByName)]
struct Kind {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Text)]
    kind: ProducerKind,
}

async fn sheets(
    connection: &mut AsyncPgConnection,
    districts: &HashMap<Uuid, AreaCode>,
    reports: &HashMap<ReportKey, ReportFacts>,
    operations: &[Operation],
) -> Result<HashMap<SheetKey, SheetFacts>> {
    // Only of reports the caller edits: what is gathered here is also what the answers show.
    let within = |sheet: SheetKey| {
        let district = districts.get(&sheet.producer)?.clone();
        let key = ReportKey {
            district,
            month: sheet.month,
        };
        reports.contains_key(&key).then(|| (key.district.to_string(), sheet))
    };
    let wanted: BTreeSet<(String, SheetKey)> = operations.iter().filter_map(Operation::sheet).filter_map(within).collect();
    let wanted: Vec<(String, SheetKey)> = wanted.into_iter().collect();
    let mut facts: HashMap<SheetKey, SheetFacts> = wanted.iter().map(|(_, key)| (*key, SheetFacts::default())).collect();
    for kind in kinds(connection, &wanted).await? {
        facts
            .entry(SheetKey {
                producer: kind.producer_id,
                month: kind.month,
            })
            .or_default()
            .kind = Some(kind.kind);
    }
    for sheet in object::sheets(connection, &wanted).await? {
        let key = sheet.key();
        facts.entry(key).or_default().sheet = Some(sheet);
    }
    for entry in object::entries(connection, &wanted).await? {
        facts
            .entry(entry.key().sheet())
            .or_default()
            .entries
            .insert((entry.category, entry.channel.clone()), entry);
    }
    Ok(facts)
}

/// The kind of each producer in the month it reports; producers that are not active then are left out.
async fn kinds(connection: &mut AsyncPgConnection, wanted: &[(String, SheetKey)]) -> Result<Vec<Kind>> {
    Ok(sql(include_str!("kind.sql"))
        .bind::<Array<SqlUuid>, _>(wanted.iter().map(|(_, key)| key.producer).collect::<Vec<_>>())
        .bind::<Array<Date>, _>(wanted.iter().map(|(_, key)| key.month).collect::<Vec<_>>())
        .load(connection)
        .await?)
}
