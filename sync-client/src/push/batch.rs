//! A batch: some operations, and the letter they stand in.

use cynic::MutationBuilder;
use otop_schema::Long;

use super::run::Run;
use crate::{
    error::{Error, Result},
    plan::Answer,
    remote::Packed,
    store::{Store, outgoing::Outgoing},
    wire::push::{Push, PushVariables, SyncPushInput},
};

pub(super) struct Batch {
    pub(super) operations: Vec<Outgoing>,
    pub(super) packed: Packed,
}

impl Batch {
    /// Packs these operations; without any, the letter only asks which life the server lives.
    pub(super) fn pack(run: &Run, store: &mut Store, operations: Vec<Outgoing>) -> Result<Batch> {
        let input = SyncPushInput {
            device_id: run.device.clone().into(),
            epoch: store.standing()?.epoch.map(Into::into),
            acked_through: Long(store.acked_through()?),
            operations: operations.iter().map(Outgoing::to_wire).collect::<Result<_>>()?,
        };
        let packed = Packed::new(&Push::build(PushVariables { input })).map_err(unpackable)?;
        Ok(Batch { operations, packed })
    }

    /// Earlier runs in which the server failed on its first operation alone.
    pub(super) fn tries(&self) -> u32 {
        let first = self.operations.first().map(|first| first.attempts);
        first.and_then(|tries| u32::try_from(tries).ok()).unwrap_or_default()
    }
}

fn unpackable(answer: Answer) -> Error {
    Error::Other(format!("{answer:?}"))
}
