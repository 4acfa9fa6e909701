//! What the person sees: the outbox laid over the mirror. Read only.

use diesel::{
    SqliteConnection,
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text},
};
use otop_schema::{FiscalYear, Month};

use super::{
    Store,
    tables::{cell_now, estimate_now, mirror_channel, mirror_estimate, mirror_producer, mirror_report},
};
use crate::{error::Result, wire::push::OperationBaseInput};

/// A producer of the mirror.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = mirror_producer)]
#[allow(missing_docs)]
pub struct Producer {
    pub id: String,
    pub district: String,
    pub registration_number: Option<String>,
    pub name: String,
    pub kind: String,
    pub subdistrict: String,
    pub active_from: String,
    pub active_until: Option<String>,
    /// The categories of its products, `FOOD,HERB`; none before the first pull of this program.
    pub makes: Option<String>,
}

/// A cell as the person sees it.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = cell_now)]
#[allow(missing_docs)]
pub struct CellNow {
    pub producer_id: String,
    pub category: String,
    pub channel: String,
    pub amount: String,
    pub note: Option<String>,
    /// The state of the person's own edit on top of the mirror, if there is one.
    pub own: Option<String>,
}

/// A report of the mirror, with its instants as RFC 3339 text.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = mirror_report)]
#[allow(missing_docs)]
pub struct ReportRow {
    pub district: String,
    pub month: String,
    pub status: String,
    pub audit_head: String,
    pub opens_at: Option<String>,
    pub submit_from: Option<String>,
    pub due_at: Option<String>,
    pub closes_at: Option<String>,
    pub exception_until: Option<String>,
}

/// An estimate of the mirror, with its instants as RFC 3339 text.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = mirror_estimate)]
#[allow(missing_docs)]
pub struct EstimateRow {
    pub district: String,
    pub period: String,
    pub status: String,
    pub opens_at: Option<String>,
    pub due_at: Option<String>,
    pub closes_at: Option<String>,
    pub late: bool,
}

/// A figure of an estimate as the person sees it.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = estimate_now)]
#[allow(missing_docs)]
pub struct EstimateNow {
    pub id: String,
    pub producer_id: String,
    pub period: i32,
    pub amount: String,
    pub note: Option<String>,
    /// The state of the person's own edit on top of the mirror, if there is one.
    pub own: Option<String>,
}

/// A sales channel of the mirror.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = mirror_channel)]
#[allow(missing_docs)]
pub struct Channel {
    pub code: String,
    pub name_th: String,
    pub name_en: String,
}

impl Store {
    /// Every producer of the mirror, by name.
    pub fn producers(&mut self) -> Result<Vec<Producer>> {
        Ok(mirror_producer::table
            .order((mirror_producer::district, mirror_producer::name, mirror_producer::id))
            .select(Producer::as_select())
            .load(&mut self.conn)?)
    }

    /// The sales channels.
    pub fn channels(&mut self) -> Result<Vec<Channel>> {
        Ok(mirror_channel::table
            .order(mirror_channel::code)
            .select(Channel::as_select())
            .load(&mut self.conn)?)
    }

    /// Every report of the mirror, by district and month.
    pub fn reports(&mut self) -> Result<Vec<ReportRow>> {
        Ok(mirror_report::table
            .order((mirror_report::district, mirror_report::month))
            .select(ReportRow::as_select())
            .load(&mut self.conn)?)
    }

    /// The cells of a month as the person sees them.
    pub fn cells(&mut self, month: Month) -> Result<Vec<CellNow>> {
        Ok(cell_now::table
            .filter(cell_now::month.eq(month.to_string()))
            .order(cell_now::id)
            .select(CellNow::as_select())
            .load(&mut self.conn)?)
    }
}

impl Store {
    /// The estimates of a fiscal year, by district.
    pub fn estimates(&mut self, year: FiscalYear) -> Result<Vec<EstimateRow>> {
        Ok(mirror_estimate::table
            .filter(mirror_estimate::fiscal_year.eq(year.number()))
            .order(mirror_estimate::district)
            .select(EstimateRow::as_select())
            .load(&mut self.conn)?)
    }

    /// The figures of a fiscal year's estimates as the person sees them.
    pub fn estimated(&mut self, year: FiscalYear) -> Result<Vec<EstimateNow>> {
        Ok(estimate_now::table
            .filter(estimate_now::fiscal_year.eq(year.number()))
            .order(estimate_now::id)
            .select(EstimateNow::as_select())
            .load(&mut self.conn)?)
    }
}

/// A figure of an estimate as the person sees it.
pub fn estimate(conn: &mut SqliteConnection, id: &str) -> Result<Option<EstimateNow>> {
    Ok(estimate_now::table
        .filter(estimate_now::id.eq(id))
        .select(EstimateNow::as_select())
        .first(conn)
        .optional()?)
}

/// What an edit of a figure of an estimate rests on.
pub fn estimate_base(conn: &mut SqliteConnection, id: &str) -> Result<OperationBaseInput> {
    base(conn, include_str!("estimate_base.sql"), id)
}

/// The figure and the remark of one cell as the person sees them.
#[derive(QueryableByName, Debug, Clone, PartialEq, Eq)]
pub struct CellSeen {
    /// Exact text.
    #[diesel(sql_type = Text)]
    pub amount: String,
    /// The remark.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
}

/// One cell as the person sees it.
pub fn cell(conn: &mut SqliteConnection, entry_id: &str) -> Result<Option<CellSeen>> {
    Ok(diesel::sql_query(include_str!("cell_seen.sql"))
        .bind::<Text, _>(entry_id)
        .get_result(conn)
        .optional()?)
}

/// What an edit of this cell rests on: the person's own latest edit that the mirror does not show yet, else the
/// mirror's version, else 0.
pub fn cell_base(conn: &mut SqliteConnection, entry_id: &str) -> Result<OperationBaseInput> {
    base(conn, include_str!("cell_base.sql"), entry_id)
}

/// What an edit of this sheet's state rests on: also an own edit of one of its cells, which may have made the sheet.
pub fn sheet_base(conn: &mut SqliteConnection, sheet_id: &str) -> Result<OperationBaseInput> {
    base(conn, include_str!("sheet_base.sql"), sheet_id)
}

fn base(conn: &mut SqliteConnection, query: &str, id: &str) -> Result<OperationBaseInput> {
    let found: Base = diesel::sql_query(query).bind::<Text, _>(id).get_result(conn)?;
    Ok(match found.operation_id {
        Some(own) => OperationBaseInput::OperationId(own.into()),
        None => OperationBaseInput::Version(i32::try_from(found.version).unwrap_or(i32::MAX)),
    })
}

#[derive(QueryableByName)]
struct Base {
    #[diesel(sql_type = Nullable<Text>)]
    operation_id: Option<String>,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// Whether a producer's month has a positive figure, as the person sees it.
pub fn has_sales(conn: &mut SqliteConnection, producer: &str, month: Month) -> Result<bool> {
    let month = month.to_string();
    let query = diesel::sql_query(include_str!("sheet_sales.sql")).bind::<Text, _>(format!("{producer}|{month}"));
    Ok(query
        .bind::<Text, _>(producer)
        .bind::<Text, _>(month)
        .get_result::<Sales>(conn)?
        .sales)
}

#[derive(QueryableByName)]
struct Sales {
    #[diesel(sql_type = Bool)]
    sales: bool,
}
