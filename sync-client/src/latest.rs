//! The server's memory of this laptop. The mark beside the file goes back together with the file when a whole disk does (a
//! snapshot of a machine, a copy of the folder); the server does not. Before anything is sent it is asked what
//! it knows of this laptop beyond what it answered: an operation that does not stand in the file shows that the file is older.

use cynic::QueryBuilder;
use otop_schema::Long;

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    store::life::End,
    wire::sent::{Sent, SentVariables},
};

impl Laptop {
    /// Begins a new life where the file turns out to be older than what was sent from it.
    ///
    /// # Errors
    /// Offline; the sign-in has ended, or ends now because of the new life.
    pub async fn must_be_latest(&mut self) -> Result<()> {
        let person = self.store.signed_in()?.person;
        if self.store.outgoing_count(&person)? == 0 {
            return Ok(());
        }
        let (device, next) = self.store.stands()?;
        let asked = Sent::build(SentVariables {
            device_id: device.into(),
            from_seq: Long(self.store.first_unknown()?),
        });
        let known = self.ask::<Sent>(&asked).await?.sync_operations;
        // One that another program of this laptop recorded and sent meanwhile stands in the file.
        let strangers = known.iter().map(|known| self.store.operation(known.operation_id.inner()));
        if strangers.collect::<Result<Vec<_>>>()?.iter().all(Option::is_some) {
            return Ok(());
        }
        let count = i64::try_from(known.len()).unwrap_or_default();
        self.store.begin_life(End::RolledBack, next.saturating_add(count))?;
        Err(Error::SignIn(End::RolledBack.message()))
    }
}
