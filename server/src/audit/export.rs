//! Whole chains as one file, in the format `otop-audit 1` (docs/audit.md).

use std::io::Write;

use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use otop_schema::{AreaCode, Month};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::statement::sql;

/// How much was exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Chains.
    pub chains: usize,
    /// Their links.
    pub events: usize,
}

/// A chain and the head that was handed out. It is not read from the events: a chain that lost its end shows.
#[derive(QueryableByName)]
struct Chain {
    #[diesel(sql_type = Text)]
    area: String,
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Month>,
    #[diesel(sql_type = Integer)]
    length: i32,
    #[diesel(sql_type = Text)]
    head: String,
}

#[derive(QueryableByName)]
struct Link {
    #[diesel(sql_type = Integer)]
    index: i32,
    #[diesel(sql_type = Text)]
    hash: String,
    #[diesel(sql_type = Text)]
    body: String,
}

/// Writes the chains of the places in `area` (reports, and places themselves), of one month or of all, in one snapshot.
///
/// # Errors
/// When the database fails, or `out` does.
pub async fn export(
    connection: &mut AsyncPgConnection,
    area: &AreaCode,
    month: Option<Month>,
    out: &mut (dyn Write + Send),
) -> Result<Exported> {
    connection
        .transaction(async |connection| {
            let snapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
            connection.batch_execute(snapshot).await?;
            write(connection, area, month, out).await
        })
        .await
}

async fn write(
    connection: &mut AsyncPgConnection,
    area: &AreaCode,
    month: Option<Month>,
    out: &mut (dyn Write + Send),
) -> Result<Exported> {
    let mut exported = Exported::default();
    writeln!(out, "otop-audit 1").map_err(Error::internal)?;
    for chain in chains(connection, area, month).await? {
        exported.chains += 1;
        exported.events += write_chain(connection, &chain, out).await?;
    }
    writeln!(out, "END\t{}\t{}", exported.chains, exported.events).map_err(Error::internal)?;
    out.flush().map_err(Error::internal)?;
    Ok(exported)
}

async fn chains(connection: &mut AsyncPgConnection, area: &AreaCode, month: Option<Month>) -> Result<Vec<Chain>> {
    Ok(sql(include_str!("chains.sql"))
        .bind::<Text, _>(area.prefix().to_owned())
        .bind::<Nullable<Date>, _>(month)
        .load(connection)
        .await?)
}

async fn write_chain(connection: &mut AsyncPgConnection, chain: &Chain, out: &mut (dyn Write + Send)) -> Result<usize> {
    let month = chain.month.map_or_else(|| "-".to_owned(), |month| month.to_string());
    writeln!(out, "CHAIN\t{}\t{month}\t{}\t{}", chain.area, chain.length, chain.head).map_err(Error::internal)?;
    let links = links(connection, chain).await?;
    for Link { index, hash, body } in &links {
        writeln!(out, "EVENT\t{index}\t{hash}\t{body}").map_err(Error::internal)?;
    }
    Ok(links.len())
}

async fn links(connection: &mut AsyncPgConnection, chain: &Chain) -> Result<Vec<Link>> {
    let text = match chain.month {
        Some(_) => concat!(include_str!("links.sql"), "AND month = $2 ORDER BY chain_index"),
        None => concat!(
            include_str!("links.sql"),
            "AND month IS NULL AND $2::date IS NULL ORDER BY chain_index"
        ),
    };
    Ok(sql(text)
        .bind::<Text, _>(chain.area.clone())
        .bind::<Nullable<Date>, _>(chain.month)
        .load(connection)
        .await?)
}
