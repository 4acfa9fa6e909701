//! Refusals of colleagues: the district sees them, their authors decide them.

use diesel::prelude::*;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    store::tables::{mirror_rejection, outbox},
};

/// A refused edit of a colleague that nobody has dealt with yet.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    /// The operation.
    pub operation_id: String,
    /// What was offered, in the server's words.
    pub offered: String,
    /// Who offered it.
    pub offered_by: Option<String>,
    /// Why it was refused, as the server said it.
    pub refusal: serde_json::Value,
}

impl Laptop {
    /// The open refusals of colleagues, as of the last pull.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn colleagues(&mut self) -> Result<Vec<Colleague>> {
        let person = self.store.signed_in()?.person;
        let own = outbox::table.filter(outbox::person.eq(person)).select(outbox::operation_id);
        let open = mirror_rejection::table
            .filter(
                mirror_rejection::acknowledged_at
                    .is_null()
                    .and(mirror_rejection::operation_id.ne_all(own)),
            )
            .order(mirror_rejection::operation_id)
            .select((
                mirror_rejection::operation_id,
                mirror_rejection::offered,
                mirror_rejection::offered_by,
                mirror_rejection::refusal,
            ));
        let rows: Vec<(String, String, Option<String>, String)> = open.load(&mut self.store.conn)?;
        rows.into_iter().map(colleague).collect()
    }
}

fn colleague((operation_id, offered, offered_by, refusal): (String, String, Option<String>, String)) -> Result<Colleague> {
    Ok(Colleague {
        operation_id,
        offered,
        offered_by,
        refusal: serde_json::from_str(&refusal)?,
    })
}
