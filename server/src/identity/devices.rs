//! Where a person is signed in, and the end of that.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use std::sync::Arc;
use uuid::Uuid;

use super::{Caller, refresh};
use crate::clock;
use crate::error::{Error, Result};
use crate::request::{self, mutate_behind_the_door};
use crate::statement::sql;
use crate::text;

/// A laptop or browser on which a person is signed in.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct SignedInDevice {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    device: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    username: String,
    /// What it is called.
    #[diesel(sql_type = Text)]
    label: String,
    /// When the password was last typed on it.
    #[diesel(sql_type = Timestamptz)]
    signed_in_at: DateTime<Utc>,
    /// When it last fetched a token.
    #[diesel(sql_type = Timestamptz)]
    last_seen_at: DateTime<Utc>,
}

#[ComplexObject]
impl SignedInDevice {
    /// The id the device made for itself.
    async fn id(&self) -> ID {
        self.device.into()
    }

    /// Whether it is the one that asks.
    async fn is_this_one(&self, context: &Context<'_>) -> bool {
        request::caller(context).device == Some(self.device)
    }
}

/// Where a person is signed in, latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn devices_of(conn: &mut AsyncPgConnection, person: Uuid) -> Result<Vec<SignedInDevice>> {
    let statement = sql(include_str!("devices.sql")).bind::<SqlUuid, _>(person);
    Ok(statement.load(conn).await?)
}

/// Ends the caller's own sign-ins on a device.
#[derive(Debug, Clone, InputObject)]
pub struct RevokeDeviceInput {
    /// The device, as `me { devices { id } }` names it.
    id: ID,
}

/// What a person changes about the own sign-ins.
#[derive(Debug, Default)]
pub struct DeviceMutation;

#[Object]
impl DeviceMutation {
    /// Signs the caller out on one of his or her devices, at once: its tokens and sockets end. Others on the same laptop stay signed in.
    async fn revoke_device(&self, context: &Context<'_>, input: RevokeDeviceInput) -> Result<SignedInDevice> {
        mutate_behind_the_door(context, input, |connection, caller, input| {
            revoke(connection, caller, input).boxed()
        })
        .await
    }
}

async fn revoke(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &RevokeDeviceInput) -> Result<SignedInDevice> {
    let id = text::id("id", &input.id)?;
    let mut devices = devices_of(connection, caller.person).await?.into_iter();
    let found = devices.find(|found| found.device == id).ok_or_else(|| Error::not_found("id"))?;
    refresh::revoke(connection, &found.username, id, clock::now()).await?;
    Ok(found)
}
