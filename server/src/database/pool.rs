//! Connections: how they are set up, and how many are kept.

use std::time::Duration;

use diesel::ConnectionResult;
use diesel_async::pooled_connection::deadpool::Pool as Deadpool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::FutureExt;

use super::{failed, tls};
use crate::config::Problem;

/// The server's connections to PostgreSQL.
pub type Pool = Deadpool<AsyncPgConnection>;

/// A lock that is not had within five seconds, a statement of half a minute, a transaction that idles for a minute: each is ended by
/// the database, so that one stuck client holds up nobody. Compiling a query costs more than running ours.
const LIMITS: &str =
    "SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'; SET jit = off";

/// A pool of at most `size` connections. Nothing is connected yet.
///
/// # Errors
/// When the pool cannot be built.
pub fn pool(url: &str, size: usize) -> Result<Pool, Problem> {
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    // The default asks the database at every checkout whether the connection lives; a broken one shows at its first use anyway.
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(|url| limited(url.to_owned()).boxed());
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    let builder = Deadpool::builder(manager).max_size(size).runtime(deadpool::Runtime::Tokio1);
    let builder = builder
        .wait_timeout(Some(Duration::from_secs(10)))
        .create_timeout(Some(Duration::from_secs(10)));
    builder.build().map_err(|error| failed("pool", error))
}

/// One connection with the server's limits.
async fn limited(url: String) -> ConnectionResult<AsyncPgConnection> {
    let mut conn = connect(&url).await?;
    conn.batch_execute(LIMITS)
        .await
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// One connection without limits, for work that takes its time: migrations, loading, checking.
pub async fn connect(url: &str) -> ConnectionResult<AsyncPgConnection> {
    match tls::wanted(url) {
        true => tls::connect(url).await,
        false => AsyncPgConnection::establish(url).await,
    }
}
