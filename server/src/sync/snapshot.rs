//! The rows of an area, page by page in the order of their keys: what a first pull reads before it follows the feed.

use std::sync::Arc;

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey, FiscalYear, Month, ReportKey};
use uuid::Uuid;

use super::held::held;
use super::pull::SyncPage;
use super::result::{conflicts, rejections};
use crate::error::Result;
use crate::feed::{Event, SnapshotStage};
use crate::identity::Caller;
use crate::sheet::{RevenueEntry, Sheet};
use crate::statement::sql;
use crate::{estimate, producer, report};

/// The first district code at or after the area, and the last within it: codes are digits, so any collation agrees.
fn bounds(area: &AreaCode) -> (String, String) {
    let padded = |fill: &str| format!("{}{fill}", area.prefix()).chars().take(4).collect();
    (padded("0000"), padded("9999"))
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// The key of a report.
#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
}

impl Key {
    fn report(self) -> ReportKey {
        let Self { district, month } = self;
        ReportKey { district, month }
    }
}

/// The key of an estimate.
#[derive(QueryableByName)]
struct YearKey {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Integer)]
    fiscal_year: FiscalYear,
}

impl YearKey {
    fn estimate(self) -> EstimateKey {
        let Self { district, fiscal_year } = self;
        EstimateKey { district, fiscal_year }
    }
}

/// The parts of a row's key, `|` between them; a stage begins at the least key of the area, and a key before it is none of ours.
struct Start {
    district: String,
    month: Month,
    producer: Uuid,
    category: String,
    channel: String,
}

impl Start {
    fn read(area: &AreaCode, key: &str) -> Self {
        let mut parts = key.split('|');
        let mut next = || parts.next().unwrap_or_default();
        let (district, month, producer) = (next(), next(), next());
        Self {
            district: bounds(area).0.max(district.to_owned()),
            month: month.parse().unwrap_or_else(|_| earliest()),
            producer: producer.parse().unwrap_or_default(),
            category: next().to_owned(),
            channel: next().to_owned(),
        }
    }
}

/// The parts of the key of an estimate or of a figure in it; a stage begins at the least key of the area.
struct EstimateStart {
    district: String,
    fiscal_year: i32,
    producer: Uuid,
    period: i16,
}

impl EstimateStart {
    fn read(area: &AreaCode, key: &str) -> Self {
        let mut parts = key.split('|');
        let mut next = || parts.next().unwrap_or_default();
        Self {
            district: bounds(area).0.max(next().to_owned()),
            fiscal_year: next().parse().unwrap_or_default(),
            producer: next().parse().unwrap_or_default(),
            period: next().parse().unwrap_or_default(),
        }
    }
}

/// Before any month there are figures of.
fn earliest() -> Month {
    Month::of(chrono::NaiveDate::default()).plus(-12 * 70)
}

/// One area being read into a page.
pub(super) struct Reader<'a> {
    pub connection: &'a mut AsyncPgConnection,
    pub caller: &'a Caller,
    pub area: &'a AreaCode,
    pub page: &'a mut SyncPage,
}

impl Reader<'_> {
    /// Reads at most `limit` rows of a stage after `key`; tells the key of the last one, or that there was no more.
    pub(super) async fn read(&mut self, stage: SnapshotStage, key: &str, limit: i64) -> Result<Option<String>> {
        match stage {
            SnapshotStage::Producers => self.producers(key, limit).await,
            SnapshotStage::Reports => self.reports(key, limit).await,
            SnapshotStage::Sheets => self.sheets(key, limit).await,
            SnapshotStage::Entries => self.entries(key, limit).await,
            SnapshotStage::Estimates => self.estimates(key, limit).await,
            SnapshotStage::EstimateEntries => self.estimate_entries(key, limit).await,
            SnapshotStage::Attention => self.attention(key, limit).await,
        }
    }

    async fn producers(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let (least, last) = bounds(self.area);
        let found: Vec<Id> = sql("SELECT id FROM producer WHERE district BETWEEN $1 AND $2 AND id > $3 ORDER BY id LIMIT $4")
            .bind::<Text, _>(least)
            .bind::<Text, _>(last)
            .bind::<SqlUuid, _>(key.parse::<Uuid>().unwrap_or_default())
            .bind::<BigInt, _>(limit)
            .load(self.connection)
            .await?;
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        let rows = producer::by_id(self.connection, self.caller, &ids).await?;
        self.page.producers.extend(rows);
        Ok(ids.last().map(Uuid::to_string))
    }

    async fn reports(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let start = Start::read(self.area, key);
        let found: Vec<Key> = sql(
            "SELECT district, month FROM report WHERE (district, month) > ($1, $2) AND district <= $3 ORDER BY district, month LIMIT $4",
        )
        .bind::<Text, _>(start.district)
        .bind::<Date, _>(start.month)
        .bind::<Text, _>(bounds(self.area).1)
        .bind::<BigInt, _>(limit)
        .load(self.connection)
        .await?;
        let keys: Vec<ReportKey> = found.into_iter().map(Key::report).collect();
        self.page.reports.extend(report::load(self.connection, &keys).await?);
        Ok(keys.last().map(|key| format!("{}|{}", key.district, key.month)))
    }

    async fn sheets(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let start = Start::read(self.area, key);
        let found: Vec<Sheet> = sql(concat!(include_str!("../sheet/select_sheet.sql"), include_str!("after_sheet.sql")))
            .bind::<Text, _>(start.district)
            .bind::<Date, _>(start.month)
            .bind::<SqlUuid, _>(start.producer)
            .bind::<Text, _>(bounds(self.area).1)
            .bind::<BigInt, _>(limit)
            .load(self.connection)
            .await?;
        let last = found
            .last()
            .map(|sheet| format!("{}|{}|{}", sheet.district, sheet.month, sheet.producer_id));
        self.page.sheets.extend(found);
        Ok(last)
    }

    async fn entries(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let (found, last) = entries_after(self.connection, self.area, key, limit).await?;
        self.page.entries.extend(found);
        Ok(last)
    }

    async fn estimates(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let start = EstimateStart::read(self.area, key);
        let text = "SELECT district, fiscal_year FROM estimate WHERE (district, fiscal_year) > ($1, $2) AND district <= $3
                    ORDER BY district, fiscal_year LIMIT $4";
        let found: Vec<YearKey> = sql(text)
            .bind::<Text, _>(start.district)
            .bind::<Integer, _>(start.fiscal_year)
            .bind::<Text, _>(bounds(self.area).1)
            .bind::<BigInt, _>(limit)
            .load(self.connection)
            .await?;
        let keys: Vec<EstimateKey> = found.into_iter().map(YearKey::estimate).collect();
        self.page.estimates.extend(estimate::load(self.connection, &keys).await?);
        Ok(keys.last().map(|key| format!("{}|{}", key.district, key.fiscal_year)))
    }

    async fn estimate_entries(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let start = EstimateStart::read(self.area, key);
        let after = (start.district, start.fiscal_year, start.producer, start.period);
        let found = estimate::select_after(self.connection, after, bounds(self.area).1, limit).await?;
        let last = found.last().map(|figure| {
            let key = figure.key();
            format!("{}|{}|{}|{}", figure.district, key.fiscal_year, key.producer, key.period)
        });
        self.page.estimate_entries.extend(found);
        Ok(last)
    }

    /// What still waits: conflicts by their id, refusals and held attempts by the id of the edit.
    async fn attention(&mut self, key: &str, limit: i64) -> Result<Option<String>> {
        let (least, last) = bounds(self.area);
        let found: Vec<Id> = sql(include_str!("after_attention.sql"))
            .bind::<Text, _>(least)
            .bind::<Text, _>(last)
            .bind::<SqlUuid, _>(key.parse::<Uuid>().unwrap_or_default())
            .bind::<BigInt, _>(limit)
            .load(self.connection)
            .await?;
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        self.page.conflicts.extend(conflicts(self.connection, ids.clone()).await?);
        self.page.rejections.extend(rejections(self.connection, ids.clone()).await?);
        self.page.held.extend(held(self.connection, ids.clone()).await?);
        Ok(ids.last().map(Uuid::to_string))
    }
}

/// At most `limit` cells of an area after the one at `key`, in the order of their keys, and the key of the last one.
///
/// # Errors
/// When the database fails.
pub(crate) async fn entries_after(
    connection: &mut AsyncPgConnection,
    area: &AreaCode,
    key: &str,
    limit: i64,
) -> Result<(Vec<RevenueEntry>, Option<String>)> {
    let start = Start::read(area, key);
    let found: Vec<RevenueEntry> = sql(concat!(include_str!("../sheet/select_cell.sql"), include_str!("after_cell.sql")))
        .bind::<Text, _>(start.district)
        .bind::<Date, _>(start.month)
        .bind::<SqlUuid, _>(start.producer)
        .bind::<Text, _>(start.category)
        .bind::<Text, _>(start.channel)
        .bind::<Text, _>(bounds(area).1)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?;
    let last = found.last().map(place_of);
    Ok((found, last))
}

fn place_of(cell: &RevenueEntry) -> String {
    let parts = [
        &cell.district,
        &cell.month.to_string(),
        &cell.producer_id.to_string(),
        cell.category.as_str(),
        &cell.channel,
    ];
    parts.join("|")
}

/// The reports whose rosters changes of the register among `events` have changed: those that are not submitted.
pub(super) async fn open_reports(connection: &mut AsyncPgConnection, events: &[Arc<Event>]) -> Result<Vec<ReportKey>> {
    let of_register = |event: &&Arc<Event>| !event.of_figures() && !event.body.operations.is_empty();
    let districts: Vec<String> = events.iter().filter(of_register).map(|event| event.area.to_string()).collect();
    if districts.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Key> = sql("SELECT district, month FROM report WHERE district = ANY($1) AND status IN ('DRAFT', 'RETURNED')")
        .bind::<Array<Text>, _>(districts)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(Key::report).collect())
}
