//! Accepting: the department lets a later revision count in place of the first (domain: percent uses revision 0 unless it does).

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{EstimateKey, Role};

use super::read::lock_and_read;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;

/// Which revision of an estimate is to count.
#[derive(Debug, Clone, InputObject)]
pub struct AcceptEstimateInput {
    /// The estimate.
    pub(super) estimate: EstimateKey,
    /// The number of a revision that was sent.
    revision: i32,
    /// Why.
    reason: String,
}

/// A fact beside the status, at any time; every percentage reckoned from then on uses it.
///
/// # Errors
/// By scope; `INVALID` for a revision that was never sent, and without a reason.
pub(super) async fn accept(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &AcceptEstimateInput) -> Result<()> {
    caller.must_hold(Role::DepartmentOfficer, &input.estimate.district, "estimate")?;
    let estimate = lock_and_read(connection, &input.estimate).await?;
    let reason = required_text("reason", Some(&input.reason))?;
    if !(0..estimate.revisions).contains(&input.revision) {
        let message = "ไม่มีฉบับปรับปรุงนี้ / No such revision was sent";
        return Err(Error::invalid("revision", "sent", message));
    }
    sql("UPDATE estimate SET accepted = $1 WHERE district = $2 AND fiscal_year = $3")
        .bind::<Integer, _>(input.revision)
        .bind::<Text, _>(input.estimate.district.to_string())
        .bind::<Integer, _>(input.estimate.fiscal_year)
        .execute(connection)
        .await?;
    let life = estimate.life();
    let event = NewEvent::of("ACCEPTED", &life.subject, life.time.now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&format!("{}: {reason}", input.revision))).await
}
