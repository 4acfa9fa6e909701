//! Which life of the database this is. A restored backup, a promoted replica and a loaded dump have forgotten what came after
//! them: each begins a new epoch, so that laptops offer their acknowledged work again, and a new generation, so that its
//! events stand behind all former ones.

use diesel::QueryableByName;
use diesel::sql_types::{Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::error::Result;
use crate::statement::sql;

/// Which life of the database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Deployment {
    /// Changes when a backup was restored: laptops then offer their acknowledged work again.
    #[diesel(sql_type = SqlUuid)]
    pub epoch: Uuid,
    /// Counts the lives, from 1.
    #[diesel(sql_type = Integer)]
    pub generation: i32,
}

/// Which life of the database this is.
///
/// # Errors
/// When the database fails.
pub async fn deployment(connection: &mut AsyncPgConnection) -> Result<Deployment> {
    Ok(sql("SELECT epoch, generation FROM deployment").get_result(connection).await?)
}

/// Begins another life if the database is not where it was when a server last looked, or if it holds events beyond its own
/// transactions, and tells it; none where it lives on. A server asks at its start and after it had lost the database.
///
/// # Errors
/// When the database fails.
pub async fn recognise(connection: &mut AsyncPgConnection) -> Result<Option<Deployment>> {
    let begun: Vec<Deployment> = sql(include_str!("begin_life.sql")).load(connection).await?;
    remember(connection).await?;
    let begun = begun.into_iter().next();
    if let Some(Deployment { epoch, generation }) = begun {
        tracing::warn!(%epoch, generation, "this database is not where it was: laptops will offer their last work again");
    }
    Ok(begun)
}

/// Notes where the database lives now.
///
/// # Errors
/// When the database fails.
pub async fn remember(connection: &mut AsyncPgConnection) -> Result<()> {
    sql(include_str!("remember_life.sql")).execute(connection).await?;
    Ok(())
}
