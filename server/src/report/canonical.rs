//! A report's canonical bytes, gathered from the tables: what its digest is taken of.

use std::collections::HashMap;

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, AreaCode, CanonicalProducer, Category, ProducerKind, ReportKey, SheetState, canonical_bytes, digest};
use uuid::Uuid;

use crate::error::Result;
use crate::statement::sql;

/// A report's figures as its digest sees them.
pub(super) struct Canonical {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub digest: String,
    /// Names of the producers of the roster whose sheets are not settled: neither reported nor not obtained.
    pub unsettled: Vec<String>,
}

#[derive(QueryableByName)]
struct Producer {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: ProducerKind,
    #[diesel(sql_type = Text)]
    subdistrict: AreaCode,
    #[diesel(sql_type = Bool)]
    on_roster: bool,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<SheetState>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
}

impl Producer {
    fn settled(&self) -> bool {
        !self.on_roster || self.state.is_some_and(SheetState::settled)
    }
}

#[derive(QueryableByName)]
struct Cell {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Text)]
    category: Category,
    #[diesel(sql_type = Text)]
    channel: String,
    #[diesel(sql_type = Numeric)]
    amount: Amount,
}

/// The digest of the figures as they are now.
pub(crate) async fn live_digest(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<String> {
    Ok(canonical(connection, key).await?.digest)
}

/// The canonical bytes of the figures as they are now.
pub(super) async fn canonical(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Canonical> {
    let rows = producers(connection, key).await?;
    let unsettled = rows.iter().filter(|row| !row.settled()).map(|row| row.name.clone()).collect();
    let mut cells = cells(connection, key).await?;
    let mut producers: Vec<CanonicalProducer> = rows.into_iter().map(|row| with_cells(row, &mut cells)).collect();
    let bytes = canonical_bytes(&key.district, key.month, &mut producers);
    Ok(Canonical {
        digest: digest(&bytes),
        bytes,
        unsettled,
    })
}

type Cells = HashMap<Uuid, Vec<(Category, String, Amount)>>;

fn with_cells(row: Producer, cells: &mut Cells) -> CanonicalProducer {
    CanonicalProducer {
        id: row.producer_id,
        kind: row.kind,
        subdistrict: row.subdistrict,
        state: row.state,
        reason: row.reason,
        cells: cells.remove(&row.producer_id).unwrap_or_default(),
    }
}

async fn producers(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Producer>> {
    let statement = sql(include_str!("canonical_producers.sql"));
    Ok(statement
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .load(connection)
        .await?)
}

async fn cells(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Cells> {
    let text = "SELECT producer_id, category, channel, amount FROM cell WHERE district = $1 AND month = $2 AND NOT deleted";
    let rows: Vec<Cell> = sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .load(connection)
        .await?;
    let mut cells = Cells::new();
    for row in rows {
        cells
            .entry(row.producer_id)
            .or_default()
            .push((row.category, row.channel, row.amount));
    }
    Ok(cells)
}
