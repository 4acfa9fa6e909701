//! Loading much at once: `COPY`, which diesel does not speak.

use std::future::Future;
use std::io::Cursor;

use diesel::{ConnectionError, ConnectionResult};
use futures_util::SinkExt;
use serde::Serialize;
use tokio_postgres::{Client, NoTls, Transaction};

use super::tls;
use crate::error::{Error, Result};

/// A connection without limits for a load.
///
/// # Errors
/// When the database cannot be reached.
pub async fn loader(url: &str) -> ConnectionResult<Client> {
    if tls::wanted(url) {
        let (client, connection) = tls::open(url).await?;
        drive(connection);
        return Ok(client);
    }
    let opened = tokio_postgres::connect(url, NoTls).await;
    let (client, connection) = opened.map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
    drive(connection);
    Ok(client)
}

/// The connection works for its client as long as that lives; what breaks it, the client hears.
fn drive(connection: impl Future<Output = std::result::Result<(), tokio_postgres::Error>> + Send + 'static) {
    tokio::spawn(async move {
        connection.await.ok();
    });
}

/// Rows as `COPY` takes them: a row is a tuple or struct with a field a column. An empty text is NULL there.
///
/// # Errors
/// When a field is more than a value.
pub fn lines<Row: Serialize>(rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>> {
    let mut text = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for row in rows {
        text.serialize(row).map_err(Error::internal)?;
    }
    text.into_inner().map_err(Error::internal)
}

/// Streams [`lines`] into a table, such as `cell (district, month)`.
///
/// # Errors
/// When the database refuses a row; the transaction is lost then.
pub async fn copy(transaction: &Transaction<'_>, table: &str, lines: Vec<u8>) -> Result<()> {
    let statement = format!("COPY {table} FROM STDIN (FORMAT csv)");
    let sink = transaction.copy_in(statement.as_str()).await;
    let mut sink = std::pin::pin!(sink.map_err(Error::internal)?);
    sink.send(Cursor::new(lines)).await.map_err(Error::internal)?;
    sink.finish().await.map_err(Error::internal)?;
    Ok(())
}
