//! Producers: who they are, what they make, and how the register changes.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs`, `row.rs` | a producer as clients see it and as the database keeps it |
//! | `batch.rs` | producers of one list are read together |
//! | `connection.rs` | lists, page by page |
//! | `query.rs`, `mutation.rs` | where questions and changes begin |
//! | `contact.rs`, `erase.rs`, `access.rs` | whom to call: personal data, how it is erased, who read it |
//! | `channel.rs` | the table of sales channels |
//! | `register.rs`, `change.rs`, `retire.rs` | the three changes |
//! | `lock.rs` | who may, and which reports are stopped and counted anew |
//! | `rules.rs` | what the values must be |

mod access;
mod batch;
mod change;
mod channel;
mod connection;
mod contact;
mod erase;
mod lock;
mod mutation;
mod object;
mod query;
mod register;
mod retire;
mod row;
mod rules;

use async_graphql::Context;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Role;
use uuid::Uuid;

pub use access::{ContactAccess, contact_access};
pub use change::ChangeProducerInput;
pub use channel::Channel;
pub use connection::{PageArguments, PageInfo, Pages, ProducerConnection, ProducerEdge};
pub use contact::Contacts;
pub use erase::EraseContactInput;
pub use mutation::ProducerMutation;
pub use object::{Producer, Product};
pub use query::ProducerQuery;
pub use register::{ProductInput, RegisterProducerInput};
pub use retire::RetireProducerInput;

use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{NewEvent, OperationLine, append};
use crate::identity::Caller;
use crate::request;
use crate::tables::producer;
use batch::Batch;
use row::ProducerRow;

/// The producers with these ids whose districts the caller reads, in the order of their ids within a district; they are read
/// together whatever they are asked for.
///
/// # Errors
/// When the database fails.
pub async fn by_id(connection: &mut AsyncPgConnection, caller: &Caller, ids: &[Uuid]) -> Result<Vec<Producer>> {
    let mut rows = row::by_id(connection, ids).await?;
    rows.retain(|row| caller.reads(&row.district));
    Ok(Batch::of(caller, rows))
}

/// The producer with this id, if the caller reads its district.
///
/// # Errors
/// When the database fails.
pub async fn one(context: &Context<'_>, id: Uuid) -> Result<Option<Producer>> {
    let mut connection = request::read(context).await?;
    Ok(by_id(&mut connection, request::caller(context), &[id]).await?.pop())
}

/// A producer the caller keeps, and the role by which; it is not locked yet.
async fn find(connection: &mut AsyncPgConnection, caller: &Caller, id: Uuid) -> Result<(ProducerRow, Role)> {
    let row = row::by_id(connection, &[id]).await?.pop();
    let row = row.ok_or_else(|| Error::not_found("id"))?;
    let role = lock::keeper(caller, &row.district, "id")?;
    Ok((row, role))
}

/// Locks the producer (after the reports) and reads it as it is now.
async fn hold(connection: &mut AsyncPgConnection, id: Uuid, version: i32) -> Result<ProducerRow> {
    let now: i32 = producer::table
        .find(id)
        .select(producer::version)
        .for_update()
        .first(connection)
        .await?;
    if now != version {
        let message = "มีผู้แก้ไขข้อมูลผู้ผลิตรายนี้แล้ว โปรดเรียกดูใหม่ / Somebody changed the producer meanwhile, please read it again";
        return Err(Error::invalid("version", "stale", message));
    }
    let row = row::by_id(connection, &[id]).await?.pop();
    row.ok_or_else(|| Error::not_found("id"))
}

/// One event of the district, which names the producer and nothing personal.
async fn announce(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    role: Role,
    kind: &str,
    row: &ProducerRow,
    reason: Option<&str>,
) -> Result<()> {
    let at = clock::business(connection).await?;
    let line = OperationLine {
        producer: Some(row.id),
        ..OperationLine::default()
    };
    let event = NewEvent::new(kind, &row.district, None, at)
        .by(caller, Some(role))
        .operations(vec![line]);
    let event = match reason {
        Some(reason) => event.reason(reason),
        None => event,
    };
    append(connection, event).await?;
    Ok(())
}
