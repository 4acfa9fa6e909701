//! What is done to accounts stands in the chain of their unit. Whose account it is, the event says by the person's id: no personal
//! data of those concerned stands in events.

use diesel_async::AsyncPgConnection;
use otop_schema::{AreaCode, Role};
use uuid::Uuid;

use crate::clock;
use crate::error::Result;
use crate::feed::{self, NewEvent};
use crate::identity::Caller;

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// An official, in this role.
    Keeper(&'a Caller, Role),
    /// Whoever holds the machine, on its command line.
    Operator,
}

/// Writes an event of a unit.
pub(super) async fn note(
    connection: &mut AsyncPgConnection,
    by: By<'_>,
    kind: &str,
    area: &AreaCode,
    person: Uuid,
    what: &str,
) -> Result<()> {
    let event = NewEvent::new(kind, area, None, clock::business(connection).await?);
    let event = match by {
        By::Keeper(caller, role) => event.by(caller, Some(role)).reason(&format!("{person}: {what}")),
        By::Operator => event.reason(&format!("{person}: {what} (otop-server account)")),
    };
    feed::append(connection, event).await?;
    Ok(())
}
