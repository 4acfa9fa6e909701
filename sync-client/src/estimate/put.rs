//! One figure of an estimate into the queue, with the base it rests on, inside the caller's transaction.

use diesel::SqliteConnection;

use super::EstimateEdit;
use crate::{
    attention,
    error::Result,
    store::{
        outbox::Edit,
        overlay::{self, Producer},
    },
    wire::push::{ChangeInput, EstimateInput},
};

/// Queues a figure unless it is so already, and tells the operation's id and the value seen before. Without a remark the one that stands
/// is kept; an empty one takes it away.
pub(super) fn figure(
    conn: &mut SqliteConnection,
    person: &str,
    producer: &Producer,
    edit: &EstimateEdit,
) -> Result<(Option<String>, Option<String>)> {
    let id = format!("{}|{}|{}", producer.id, edit.fiscal_year, edit.period);
    let (before, stands) = overlay::estimate(conn, &id)?.map(|figure| (figure.amount, figure.note)).unzip();
    let stands = stands.flatten();
    let note = edit.note.clone().or_else(|| stands.clone()).filter(|note| !note.is_empty());
    let refused = attention::of_target(conn, person, &id)?;
    let same = before == edit.amount.map(|amount| amount.to_string()) && note == stands;
    if same && refused.is_empty() {
        return Ok((None, before));
    }
    let change = ChangeInput::Estimate(EstimateInput {
        producer_id: producer.id.clone().into(),
        fiscal_year: edit.fiscal_year.number(),
        period: edit.period.into(),
        amount: edit.amount.map(Into::into),
        note,
    });
    let edit = Edit::new(change, overlay::estimate_base(conn, &id)?);
    Ok((Some(attention::replace(conn, person, &refused, edit)?), before))
}
