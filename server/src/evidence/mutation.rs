//! What is done with evidence, as mutations.

use async_graphql::{Context, Object};
use futures_util::FutureExt;

use super::object::{Evidence, SpotCheck};
use super::record::{RecordEvidenceInput, record};
use super::scan::{AttachScanInput, Scan, attach};
use super::spot_check::{RecordSpotCheckInput, check};
use super::withdraw::{WithdrawEvidenceInput, withdraw};
use crate::error::Result;
use crate::request::mutate;

/// Evidence, spot checks and scans. They go on while the system is closed and reports are locked.
#[derive(Debug, Default)]
pub struct EvidenceMutation;

#[Object]
impl EvidenceMutation {
    /// Records evidence of a producer's month; for the district's entry officer and CD officer.
    async fn record_evidence(&self, context: &Context<'_>, input: RecordEvidenceInput) -> Result<Evidence> {
        mutate(context, input, |connection, caller, input| {
            record(connection, caller, input).boxed()
        })
        .await
    }

    /// Withdraws evidence that was recorded by mistake; for those who record it.
    async fn withdraw_evidence(&self, context: &Context<'_>, input: WithdrawEvidenceInput) -> Result<Evidence> {
        mutate(context, input, |connection, caller, input| {
            withdraw(connection, caller, input).boxed()
        })
        .await
    }

    /// Records what the province found when it looked at a producer's evidence; for the province's officer.
    async fn record_spot_check(&self, context: &Context<'_>, input: RecordSpotCheckInput) -> Result<SpotCheck> {
        mutate(context, input, |connection, caller, input| check(connection, caller, input).boxed()).await
    }

    /// Attaches a scan: of minutes for the district's officers and its committee, of a received paper for the province's officer.
    async fn attach_scan(&self, context: &Context<'_>, input: AttachScanInput) -> Result<Scan> {
        mutate(context, input, |connection, caller, input| {
            attach(connection, caller, input).boxed()
        })
        .await
    }
}
