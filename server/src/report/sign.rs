//! Signing form รต.๒.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel_async::AsyncPgConnection;
use otop_schema::{Action, ReportKey, Status};

use crate::error::Result;
use crate::identity::Caller;
use crate::life::{self, Act, SignatureInput};

/// Signs a certified report.
#[derive(Debug, Clone, InputObject)]
pub struct SignReportInput {
    /// The report.
    pub(super) report: ReportKey,
    /// The digest the person signs.
    digest: String,
    #[graphql(flatten)]
    signature: SignatureInput,
}

/// Certify comes before sign (assumption).
///
/// # Errors
/// By scope, window, digest and status; `INVALID` as [`life::sign`].
pub(super) async fn sign(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SignReportInput) -> Result<()> {
    let act = Act::begin(connection, caller, &input.report.clone().into(), Action::Sign).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    life::sign(connection, &act, &input.digest, &input.signature).await?;
    life::set_status(connection, act.subject(), Status::Signed).await?;
    let event = act.event("SIGNED").digest(&input.digest);
    act.conclude(connection, event).await
}
