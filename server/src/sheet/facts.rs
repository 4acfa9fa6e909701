//! What the rules are handed: everything a batch touches, asked for at once behind the locks, whatever its size.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::{AreaCode, Category, Month, ProducerKind, ReportKey, SheetKey, Status, Subject};
use uuid::Uuid;

use super::attention::{Attention, Matter, attention};
use super::channel::{Channels, channels};
use super::estimated::{Estimates, Wanted, estimates};
use super::held::held;
use super::known::{Known, known};
use super::lock::Reports;
use super::object::{self, RevenueEntry, Sheet};
use super::operation::Operation;
use super::places::Places;
use super::recorder::recorders;
use crate::calendar;
use crate::error::{Error, Result};
use crate::statement::sql;

/// One report or estimate of a batch, locked.
pub(super) struct ReportFacts {
    /// It has a row: its month was opened once.
    pub exists: bool,
    pub status: Status,
    pub time: calendar::Facts,
}

impl ReportFacts {
    fn of(status: Status, time: calendar::Facts, exists: bool) -> Self {
        Self { exists, status, time }
    }
}

/// A sheet of a batch and its figures, with what the batch does to them.
#[derive(Default)]
pub(super) struct SheetFacts {
    /// The producer's kind in that month; none while it is not active.
    pub kind: Option<ProducerKind>,
    pub sheet: Option<Sheet>,
    pub entries: BTreeMap<(Category, String), RevenueEntry>,
}

/// Everything a batch touches.
pub(super) struct Facts {
    pub districts: HashMap<Uuid, AreaCode>,
    pub reports: HashMap<Subject, ReportFacts>,
    pub sheets: HashMap<SheetKey, SheetFacts>,
    pub estimates: Estimates,
    pub known: HashMap<Uuid, Known>,
    pub attention: HashMap<Matter, Attention>,
    pub channels: Channels,
    /// Who records or recorded where, of the colleagues whose edits are adopted.
    pub recorders: HashSet<(Uuid, AreaCode)>,
    /// Edits of the batch that wait for their month.
    pub held: HashSet<Uuid>,
}

/// Gathers what stands behind the locks.
///
/// # Errors
/// When the database fails.
pub(super) async fn gather(connection: &AsyncPgConnection, places: Places, reports: Reports, operations: &[Operation]) -> Result<Facts> {
    let keys = sheet_keys(&places, &reports, operations);
    let figures = Wanted::of(&places, &reports, operations);
    let (reports, sheets, estimates, known, attention, channels, recorders, held) = try_join!(
        report_facts(connection, reports),
        sheets(connection, &keys),
        estimates(connection, &figures),
        known(connection, operations),
        attention(connection, operations),
        channels(connection),
        recorders(connection, operations),
        held(connection, operations),
    )?;
    Ok(Facts {
        districts: places.districts,
        reports,
        sheets,
        estimates,
        known,
        attention,
        channels,
        recorders,
        held,
    })
}

/// The clock is read here: after the locks.
async fn report_facts(connection: &AsyncPgConnection, Reports { locked, unopened }: Reports) -> Result<HashMap<Subject, ReportFacts>> {
    let keys: Vec<Subject> = locked.keys().cloned().collect();
    let times = calendar::facts_of(connection, &keys).await?;
    let mut facts: HashMap<Subject, ReportFacts> = locked
        .into_iter()
        .map(|(key, status)| times.get(&key).map(|time| (key, ReportFacts::of(status, *time, true))))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::internal("a locked report has no facts of time"))?;
    let status = Status::Draft;
    facts.extend(unopened.into_iter().map(|(key, time)| (key, ReportFacts::of(status, time, false))));
    Ok(facts)
}

/// The batch's sheets with their districts; only of reports its person edits, since what is gathered is also what answers show.
fn sheet_keys(places: &Places, reports: &Reports, operations: &[Operation]) -> Vec<(String, SheetKey)> {
    let within = |sheet: SheetKey| {
        let district = places.districts.get(&sheet.producer)?.clone();
        let month = sheet.month;
        let report = ReportKey { district, month };
        let district = report.district.to_string();
        reports.contains(&report.into()).then_some((district, sheet))
    };
    let keys: BTreeSet<(String, SheetKey)> = operations.iter().filter_map(Operation::sheet).filter_map(within).collect();
    keys.into_iter().collect()
}

/// The batch's sheets with their figures; also those that do not exist yet.
async fn sheets(connection: &AsyncPgConnection, keys: &[(String, SheetKey)]) -> Result<HashMap<SheetKey, SheetFacts>> {
    let (kinds, sheets, entries) = try_join!(
        kinds(connection, keys),
        object::sheets(connection, keys),
        object::entries(connection, keys),
    )?;
    let mut facts: HashMap<SheetKey, SheetFacts> = keys.iter().map(|(_, key)| (*key, SheetFacts::default())).collect();
    for kind in kinds {
        facts.entry(kind.key()).or_default().kind = Some(kind.kind);
    }
    for sheet in sheets {
        let of_sheet = facts.entry(sheet.key()).or_default();
        of_sheet.sheet = Some(sheet);
    }
    for entry in entries {
        let cell = (entry.category, entry.channel.clone());
        facts.entry(entry.key().sheet()).or_default().entries.insert(cell, entry);
    }
    Ok(facts)
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

impl Kind {
    fn key(&self) -> SheetKey {
        SheetKey {
            producer: self.producer_id,
            month: self.month,
        }
    }
}

/// The kind of each producer in the month it reports; producers that are not active then are left out.
async fn kinds(mut connection: &AsyncPgConnection, keys: &[(String, SheetKey)]) -> Result<Vec<Kind>> {
    Ok(sql(include_str!("kind.sql"))
        .bind::<Array<SqlUuid>, _>(keys.iter().map(|(_, key)| key.producer).collect::<Vec<_>>())
        .bind::<Array<Date>, _>(keys.iter().map(|(_, key)| key.month).collect::<Vec<_>>())
        .load(&mut connection)
        .await?)
}
