//! What became of colleagues' edits: refusals, which their authors decide, and what waits for its month. The district sees them.

use diesel::prelude::*;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    store::tables::{mirror_held, mirror_rejection, outbox},
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

/// An edit of a colleague that waits for its month.
#[derive(Queryable, Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Waits {
    /// The operation.
    pub operation_id: String,
    /// The district's code.
    pub district: String,
    /// The month, `2023-02`.
    pub month: String,
    /// Why it waits: a word of `RefusalCode`, or of a newer server.
    pub code: String,
    /// What was offered, in the server's words.
    pub offered: String,
    /// Who offered it.
    pub offered_by: Option<String>,
    /// Since when, RFC 3339.
    pub held_since: String,
    /// When the month opens, RFC 3339, where that is known.
    pub opens_at: Option<String>,
}

impl Laptop {
    /// What waits for its month anywhere else in the district, as of the last pull.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn held_elsewhere(&mut self) -> Result<Vec<Waits>> {
        let person = self.store.signed_in()?.person;
        let own = outbox::table.filter(outbox::person.eq(person)).select(outbox::operation_id);
        let others = mirror_held::table.filter(mirror_held::operation_id.ne_all(own));
        let order = (mirror_held::month, mirror_held::held_since, mirror_held::operation_id);
        Ok(others.order(order).load(&mut self.store.conn)?)
    }
}
