//! What a batch does to sheets, cells, rollups, report totals and estimates, each written in one statement.

use std::collections::BTreeMap;

use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::{Category, EntryKey, EstimateEntryKey, Month, ProducerKind, ReportKey, SheetKey, SheetState};
use uuid::Uuid;

use super::object::{RevenueEntry, Sheet};
use crate::error::Result;
use crate::estimate::{self, EstimateEntry};
use crate::statement::sql;

/// The last state of everything a batch changed, and the differences it makes to the sums.
#[derive(Default)]
pub(super) struct Figures {
    entries: BTreeMap<EntryKey, RevenueEntry>,
    sheets: BTreeMap<SheetKey, Sheet>,
    rollup: BTreeMap<(ReportKey, ProducerKind, Category, String), Delta>,
    totals: BTreeMap<ReportKey, Totals>,
    estimates: BTreeMap<EstimateEntryKey, EstimateEntry>,
}

#[derive(Default)]
struct Delta {
    satang: i64,
    cells: i32,
}

#[derive(Default)]
struct Totals {
    satang: i64,
    reported: i32,
    not_obtained: i32,
}

impl Figures {
    /// A cell changed.
    pub(super) fn entry(&mut self, report: &ReportKey, kind: ProducerKind, before: Option<&RevenueEntry>, after: &RevenueEntry) {
        let satang = after.amount.satang() - before.map_or(0, |entry| entry.amount.satang());
        let cells = i32::from(!after.deleted) - i32::from(before.is_some_and(|entry| !entry.deleted));
        let delta = self
            .rollup
            .entry((report.clone(), kind, after.category, after.channel.clone()))
            .or_default();
        delta.satang += satang;
        delta.cells += cells;
        self.totals.entry(report.clone()).or_default().satang += satang;
        self.entries.insert(after.key(), after.clone());
    }

    /// A sheet changed.
    pub(super) fn sheet(&mut self, report: &ReportKey, before: Option<&Sheet>, after: &Sheet) {
        let counted = |sheet: Option<&Sheet>| {
            let state = sheet.map(|sheet| sheet.state);
            (
                i32::from(state.is_some_and(SheetState::reported)),
                i32::from(state == Some(SheetState::NotObtained)),
            )
        };
        let (reported, not_obtained) = counted(Some(after));
        let (was_reported, was_not_obtained) = counted(before);
        let totals = self.totals.entry(report.clone()).or_default();
        totals.reported += reported - was_reported;
        totals.not_obtained += not_obtained - was_not_obtained;
        self.sheets.insert(after.key(), after.clone());
    }

    /// A figure of an estimate changed.
    pub(super) fn estimate(&mut self, after: &EstimateEntry) {
        self.estimates.insert(after.key(), after.clone());
    }

    /// Writes it all: sheets before the cells that stand on them.
    ///
    /// # Errors
    /// When the database fails or its second wall refuses.
    pub(super) async fn write(&self, connection: &AsyncPgConnection, person: Uuid) -> Result<()> {
        try_join!(
            self.write_sheets(connection, person),
            self.write_entries(connection, person),
            self.write_rollup(connection),
            self.write_totals(connection),
            self.write_estimates(connection, person),
        )?;
        Ok(())
    }

    async fn write_estimates(&self, connection: &AsyncPgConnection, person: Uuid) -> Result<()> {
        let rows: Vec<&EstimateEntry> = self.estimates.values().collect();
        estimate::write(connection, &rows, person).await
    }

    async fn write_sheets(&self, mut connection: &AsyncPgConnection, person: Uuid) -> Result<()> {
        if self.sheets.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Sheet> = self.sheets.values().collect();
        sql(include_str!("upsert_sheet.sql"))
            .bind::<Array<Text>, _>(column(&rows, |row| row.district.clone()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.month))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.producer_id))
            .bind::<Array<Text>, _>(column(&rows, |row| row.state.as_str()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.reason.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.given_by.clone()))
            .bind::<Array<Nullable<Date>>, _>(column(&rows, |row| row.given_on))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.note.clone()))
            .bind::<Array<Bool>, _>(column(&rows, |row| row.copied))
            .bind::<Array<Integer>, _>(column(&rows, |row| row.version))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.changed_at))
            .bind::<SqlUuid, _>(person)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_entries(&self, mut connection: &AsyncPgConnection, person: Uuid) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let rows: Vec<&RevenueEntry> = self.entries.values().collect();
        sql(include_str!("upsert_cell.sql"))
            .bind::<Array<Text>, _>(column(&rows, |row| row.district.clone()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.month))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.producer_id))
            .bind::<Array<Text>, _>(column(&rows, |row| row.category.as_str()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.channel.clone()))
            .bind::<Array<Numeric>, _>(column(&rows, |row| row.amount))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.note.clone()))
            .bind::<Array<Integer>, _>(column(&rows, |row| row.version))
            .bind::<Array<Bool>, _>(column(&rows, |row| row.deleted))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.changed_at))
            .bind::<SqlUuid, _>(person)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_rollup(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.rollup.is_empty() {
            return Ok(());
        }
        let keys: Vec<&(ReportKey, ProducerKind, Category, String)> = self.rollup.keys().collect();
        let deltas: Vec<&Delta> = self.rollup.values().collect();
        sql(include_str!("add_rollup.sql"))
            .bind::<Array<Text>, _>(column(&keys, |key| key.0.district.to_string()))
            .bind::<Array<Date>, _>(column(&keys, |key| key.0.month))
            .bind::<Array<Text>, _>(column(&keys, |key| key.1.as_str()))
            .bind::<Array<Text>, _>(column(&keys, |key| key.2.as_str()))
            .bind::<Array<Text>, _>(column(&keys, |key| key.3.clone()))
            .bind::<Array<BigInt>, _>(column(&deltas, |delta| delta.satang))
            .bind::<Array<Integer>, _>(column(&deltas, |delta| delta.cells))
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_totals(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.totals.is_empty() {
            return Ok(());
        }
        let totals: Vec<&Totals> = self.totals.values().collect();
        sql(include_str!("add_totals.sql"))
            .bind::<Array<Text>, _>(self.totals.keys().map(|report| report.district.to_string()).collect::<Vec<_>>())
            .bind::<Array<Date>, _>(self.totals.keys().map(|report| report.month).collect::<Vec<Month>>())
            .bind::<Array<BigInt>, _>(column(&totals, |delta| delta.satang))
            .bind::<Array<Integer>, _>(column(&totals, |delta| delta.reported))
            .bind::<Array<Integer>, _>(column(&totals, |delta| delta.not_obtained))
            .execute(&mut connection)
            .await?;
        Ok(())
    }
}

pub(super) fn column<Row, Value>(rows: &[&Row], value: impl Fn(&Row) -> Value) -> Vec<Value> {
    rows.iter().map(|row| value(row)).collect()
}
