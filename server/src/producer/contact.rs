//! Whom to call: personal data of a person outside the administration. It is read on purpose only, and each reading is written down
//! before the answer leaves; no event repeats it, so that it can be erased and the audit trail still holds.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::AreaCode;
use uuid::Uuid;

use super::change::ChangeProducerInput;
use super::rules::optional;
use crate::app::App;
use crate::error::Result;
use crate::identity::Caller;
use crate::request;
use crate::statement::sql;
use crate::tables::producer_contact;

/// Whom to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub(super) struct Contact {
    /// A person's name; empty for none.
    #[diesel(sql_type = Text)]
    pub contact_person: String,
    /// Empty for none.
    #[diesel(sql_type = Text)]
    pub telephone: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(embed)]
    contact: Contact,
}

/// The contacts of these producers; those without one are left out.
///
/// # Errors
/// When the database fails.
pub(super) async fn contacts(connection: &mut AsyncPgConnection, producers: &[Uuid]) -> Result<HashMap<Uuid, Contact>> {
    let text = "SELECT producer_id, contact_person, telephone FROM producer_contact WHERE producer_id = ANY($1)";
    let rows: Vec<Row> = sql(text).bind::<Array<SqlUuid>, _>(producers).load(connection).await?;
    Ok(rows.into_iter().map(|row| (row.producer_id, row.contact)).collect())
}

/// Changes what is named of it; empty takes away, and what is left out stays.
///
/// # Errors
/// `INVALID` for a text that is too long.
pub(super) async fn recontact(
    connection: &mut AsyncPgConnection,
    producer: Uuid,
    district: &AreaCode,
    input: &ChangeProducerInput,
) -> Result<()> {
    let before = contacts(connection, &[producer]).await?.remove(&producer).unwrap_or_default();
    let named = |field, given: Option<&str>, before: &String| -> Result<String> {
        let wanted = optional(field, given)?.unwrap_or_default();
        Ok(if given.is_some() { wanted.to_owned() } else { before.clone() })
    };
    let wanted = Contact {
        contact_person: named("contactPerson", input.contact_person.as_deref(), &before.contact_person)?,
        telephone: named("telephone", input.telephone.as_deref(), &before.telephone)?,
    };
    if wanted == before {
        Ok(())
    } else {
        keep(connection, producer, district, &wanted).await
    }
}

/// Puts a contact in the place of what was there. An empty one leaves nothing.
///
/// # Errors
/// When the database fails.
pub(super) async fn keep(connection: &mut AsyncPgConnection, producer: Uuid, district: &AreaCode, contact: &Contact) -> Result<()> {
    let of_producer = producer_contact::table.find(producer);
    diesel::delete(of_producer).execute(connection).await?;
    if *contact == Contact::default() {
        return Ok(());
    }
    diesel::insert_into(producer_contact::table)
        .values((
            producer_contact::producer_id.eq(producer),
            producer_contact::district.eq(district),
            producer_contact::contact_person.eq(&contact.contact_person),
            producer_contact::telephone.eq(&contact.telephone),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whose contacts stand in an answer.
#[derive(Debug, Default)]
pub struct Contacts(Mutex<BTreeSet<(AreaCode, Uuid)>>);

impl Contacts {
    /// One more.
    pub fn note(&self, district: &AreaCode, producer: Uuid) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert((district.clone(), producer));
    }

    /// Writes them down, in a transaction of its own, and forgets them.
    ///
    /// # Errors
    /// When the database fails: the answer must not leave then.
    pub async fn write_down(&self, app: &App, caller: &Arc<Caller>) -> Result<()> {
        let told = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if told.is_empty() {
            return Ok(());
        }
        let shared = Arc::new((caller.clone(), told));
        request::write(app, Some(caller), move |connection| {
            let shared = shared.clone();
            async move { access(connection, &shared.0, "READ", &shared.1).await }.boxed()
        })
        .await
    }
}

/// Writes down who read or erased whose contact.
///
/// # Errors
/// When the database fails.
pub(super) async fn access(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    action: &str,
    producers: &BTreeSet<(AreaCode, Uuid)>,
) -> Result<()> {
    let (districts, ids): (Vec<String>, Vec<Uuid>) = producers.iter().map(|(district, id)| (district.to_string(), *id)).unzip();
    sql(include_str!("contact_access.sql"))
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Nullable<SqlUuid>, _>(caller.device)
        .bind::<Text, _>(action.to_owned())
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<SqlUuid>, _>(ids)
        .execute(connection)
        .await?;
    Ok(())
}
