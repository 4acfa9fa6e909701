//! A contact person asks to be forgotten: the contact goes, and nothing that stays repeats it.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Role};
use uuid::Uuid;

use super::contact::{Contact, access, keep};
use super::{announce, row};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::tables::producer;

/// Whose contact is erased.
#[derive(Debug, Clone, InputObject)]
pub struct EraseContactInput {
    /// The producer.
    pub id: ID,
}

/// Erases contact person and telephone. The event names the producer and gives no reason: a reason could repeat what was erased.
pub(super) async fn erase(connection: &mut AsyncPgConnection, caller: &Caller, id: Uuid) -> Result<()> {
    let found = row::by_id(connection, &[id]).await?.pop().ok_or_else(|| Error::not_found("id"))?;
    let role = answerable(caller, &found.district)?;
    diesel::update(producer::table.find(id))
        .set(producer::version.eq(producer::version + 1))
        .execute(connection)
        .await?;
    keep(connection, id, &found.district, &Contact::default()).await?;
    access(connection, caller, "ERASED", &BTreeSet::from([(found.district.clone(), id)])).await?;
    announce(connection, caller, role, "CONTACT_ERASED", &found, None).await
}

/// Who answers for a district's personal data: its CD officer, and its province's officer.
fn answerable(caller: &Caller, district: &AreaCode) -> Result<Role> {
    let roles = [Role::CdOfficer, Role::ProvinceOfficer];
    match roles.into_iter().find(|role| caller.holds(*role, district).is_some()) {
        Some(role) => Ok(role),
        None if caller.reads(district) => Err(Error::forbidden("producer.role")),
        None => Err(Error::not_found("id")),
    }
}
