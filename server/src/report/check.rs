//! The facts that the checks before submitting are told; the rules are `otop_schema::check`.

use std::collections::HashMap;

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::check::{self, Figure};
use otop_schema::{Amount, Baht, Category, CheckFinding, ProducerMonth, ReportKey, SheetState};
use uuid::Uuid;

use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Producer {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<SheetState>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    last_month: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    last_year: Option<i64>,
    #[diesel(sql_type = Array<Text>)]
    makes: Vec<Category>,
}

#[derive(QueryableByName)]
struct Cell {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Text)]
    category: Category,
    #[diesel(sql_type = Numeric)]
    amount: Amount,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
}

/// What is worth another look in a report's figures as they are now.
///
/// # Errors
/// When the database fails.
pub(super) async fn findings(connection: &mut AsyncPgConnection, key: &ReportKey, paper: Option<Baht>) -> Result<Vec<CheckFinding>> {
    let mut figures = figures(connection, key).await?;
    let told = producers(connection, key).await?.into_iter().map(|row| {
        let figures = figures.remove(&row.producer_id).unwrap_or_default();
        row.with(figures)
    });
    Ok(check::findings(told.collect(), paper))
}

impl Producer {
    fn with(self, figures: Vec<Figure>) -> ProducerMonth {
        ProducerMonth {
            producer: self.producer_id,
            name: self.name,
            state: self.state,
            reason: self.reason,
            note: self.note,
            figures,
            last_month: self.last_month.map(Baht::from_satang),
            last_year: self.last_year.map(Baht::from_satang),
            makes: Some(self.makes),
        }
    }
}

async fn producers(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Producer>> {
    Ok(sql(include_str!("check_producers.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Date, _>(key.month.previous())
        .bind::<Date, _>(key.month.plus(-12))
        .load(connection)
        .await?)
}

/// A producer's figures in the order in which a laptop reads them: the first remark is the same there.
async fn figures(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<HashMap<Uuid, Vec<Figure>>> {
    let text = "SELECT producer_id, category, amount, note FROM cell WHERE district = $1 AND month = $2 AND NOT deleted
        ORDER BY producer_id, category COLLATE \"C\", channel COLLATE \"C\"";
    let rows: Vec<Cell> = sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .load(connection)
        .await?;
    let mut figures: HashMap<Uuid, Vec<Figure>> = HashMap::new();
    for row in rows {
        figures.entry(row.producer_id).or_default().push(Figure {
            category: Some(row.category),
            amount: row.amount,
            note: row.note,
        });
    }
    Ok(figures)
}
