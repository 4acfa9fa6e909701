//! A sheet and a cell, as the database keeps them and as clients see them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, Baht, Category, Day, EntryFact, EntryKey, Month, SheetFact, SheetKey, SheetState};
use uuid::Uuid;

use super::shelf::{self, Shelf};
use crate::error::{Error, Result};
use crate::statement::sql;

/// Form รต.๑: what one producer reported of one month.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Sheet {
    #[graphql(skip)]
    #[diesel(embed)]
    pub(super) shelf: Shelf,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) district: String,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) producer_id: Uuid,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub month: Month,
    /// How far the sheet is.
    #[diesel(sql_type = Text)]
    pub state: SheetState,
    /// Why no figures were to be had; given with `NOT_OBTAINED`.
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    /// Who gave the figures.
    #[diesel(sql_type = Nullable<Text>)]
    pub given_by: Option<String>,
    /// On which day they were given.
    #[diesel(sql_type = Nullable<Date>)]
    pub given_on: Option<Day>,
    /// A remark of the entry officer.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    /// Copied from the month before and not looked at yet.
    #[diesel(sql_type = Bool)]
    pub copied: bool,
    /// Counts the changes of the sheet's own fields, from 1.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// The business instant of the last change.
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: DateTime<Utc>,
    /// Who made the last change.
    #[diesel(sql_type = Nullable<Text>)]
    pub changed_by: Option<String>,
    /// Loaded from a document of past figures.
    #[diesel(sql_type = Bool)]
    pub imported: bool,
}

impl Sheet {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> SheetKey {
        SheetKey {
            producer: self.producer_id,
            month: self.month,
        }
    }

    /// What the rules are told of it.
    #[must_use]
    pub fn fact(&self) -> SheetFact {
        SheetFact {
            version: self.version,
            state: Some(self.state),
            reason: self.reason.clone(),
            given_by: self.given_by.clone(),
            given_on: self.given_on.map(|day| day.0),
            note: self.note.clone(),
            copied: self.copied,
        }
    }
}

#[ComplexObject]
impl Sheet {
    /// `producerId|month`.
    pub(crate) async fn id(&self) -> SheetKey {
        self.key()
    }

    /// The producer the sheet is of.
    async fn producer_id(&self) -> ID {
        self.producer_id.to_string().into()
    }

    /// The figures, by category and channel; removed ones are left out.
    async fn cells(&self, context: &Context<'_>) -> Result<Vec<RevenueEntry>> {
        self.shelf.cells(context, self).await
    }

    /// The sum of the sheet's figures in baht.
    async fn total(&self, context: &Context<'_>) -> Result<Baht> {
        let cells = self.shelf.cells(context, self).await?;
        cells
            .iter()
            .try_fold(Baht::ZERO, |sum, cell| sum.checked_add(cell.amount.into()))
            .ok_or_else(|| Error::internal("a sheet's sum leaves 64 bits"))
    }
}

/// One figure: a producer's revenue of a month in one category through one channel.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct RevenueEntry {
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) district: String,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) producer_id: Uuid,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub month: Month,
    /// The product category.
    #[diesel(sql_type = Text)]
    pub category: Category,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) channel: String,
    /// Baht with two decimals; `0.00` where the figure was removed.
    #[diesel(sql_type = Numeric)]
    pub amount: Amount,
    /// A remark of the entry officer.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    /// Counts the changes, removals included, from 1.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// The figure was removed; its version goes on.
    #[diesel(sql_type = Bool)]
    pub deleted: bool,
    /// The business instant of the last change.
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: DateTime<Utc>,
    /// Who made the last change.
    #[diesel(sql_type = Nullable<Text>)]
    pub changed_by: Option<String>,
}

impl RevenueEntry {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> EntryKey {
        EntryKey {
            producer: self.producer_id,
            month: self.month,
            category: self.category,
            channel: self.channel.clone(),
        }
    }

    /// What the rules are told of it.
    #[must_use]
    pub fn fact(&self) -> EntryFact {
        EntryFact {
            version: self.version,
            amount: (!self.deleted).then_some(self.amount),
            note: self.note.clone(),
        }
    }
}

#[ComplexObject]
impl RevenueEntry {
    /// `producerId|month|category|channel`.
    pub(crate) async fn id(&self) -> EntryKey {
        self.key()
    }

    /// The producer the figure is of.
    async fn producer_id(&self) -> ID {
        self.producer_id.to_string().into()
    }

    /// The code of the sales channel.
    async fn channel(&self) -> ID {
        self.channel.clone().into()
    }
}

/// Sheets by district and key; those that do not exist are left out.
///
/// # Errors
/// When the database fails.
pub(crate) async fn sheets(mut connection: &AsyncPgConnection, keys: &[(String, SheetKey)]) -> Result<Vec<Sheet>> {
    let (districts, months, producers) = columns(keys);
    let found = sql(concat!(
        include_str!("select_sheet.sql"),
        include_str!("by_key.sql"),
        "ORDER BY sheet.month, sheet.producer_id"
    ))
    .bind::<Array<Text>, _>(districts)
    .bind::<Array<Date>, _>(months)
    .bind::<Array<SqlUuid>, _>(producers)
    .load(&mut connection)
    .await?;
    Ok(shelf::together(found))
}

/// Cells of sheets, removed ones included, in the order of the digest.
///
/// # Errors
/// When the database fails.
pub(crate) async fn entries(mut connection: &AsyncPgConnection, keys: &[(String, SheetKey)]) -> Result<Vec<RevenueEntry>> {
    let (districts, months, producers) = columns(keys);
    Ok(sql(concat!(
        include_str!("select_cell.sql"),
        include_str!("by_key.sql"),
        "ORDER BY cell.month, cell.producer_id, cell.category COLLATE \"C\", cell.channel COLLATE \"C\""
    ))
    .bind::<Array<Text>, _>(districts)
    .bind::<Array<Date>, _>(months)
    .bind::<Array<SqlUuid>, _>(producers)
    .load(&mut connection)
    .await?)
}

fn columns(keys: &[(String, SheetKey)]) -> (Vec<String>, Vec<Month>, Vec<Uuid>) {
    (
        keys.iter().map(|(district, _)| district.clone()).collect(),
        keys.iter().map(|(_, key)| key.month).collect(),
        keys.iter().map(|(_, key)| key.producer).collect(),
    )
}
