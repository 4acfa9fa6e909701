//! An element of a push's answer. RxDB takes it for what stands on the server and puts it in the place of what it wrote.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, SimpleObject, Value};
use chrono::{DateTime, Utc};

use super::document::RevenueEntryInput;
use crate::sheet::RevenueEntry;

/// What a client is to have instead of what it offered.
pub(super) enum Element {
    /// What stands there.
    Master(Box<RevenueEntry>),
    /// Nothing stands there: the offered document, removed.
    Offered(Box<Offered>),
}

/// A document as it was offered, letter for letter: RxDB finds its own document by the id, which it may compose of the other
/// fields. So a word that is none of ours goes back in the place of a category; an error in its stead would be retried for ever.
#[derive(SimpleObject)]
#[graphql(name = "RevenueEntry")]
pub(super) struct Offered {
    id: String,
    producer_id: String,
    month: String,
    category: String,
    channel: String,
    amount: String,
    note: Option<String>,
    version: i32,
    deleted: bool,
    changed_at: DateTime<Utc>,
    changed_by: Option<String>,
}

impl Offered {
    /// What a client offered, as removed at an instant.
    pub(super) fn removed(offered: &RevenueEntryInput, at: DateTime<Utc>) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            id: text(&offered.id),
            producer_id: text(&offered.producer_id),
            month: text(&offered.month),
            category: text(&offered.category),
            channel: text(&offered.channel),
            amount: text(&offered.amount),
            note: offered.note.clone(),
            version: offered.version.unwrap_or_default(),
            deleted: true,
            changed_at: at,
            changed_by: None,
        }
    }
}

/// Both are a `RevenueEntry` of the contract; the type is registered by the one that is kept.
impl OutputType for Element {
    fn type_name() -> Cow<'static, str> {
        <RevenueEntry as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <RevenueEntry as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, context: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        match self {
            Self::Master(entry) => entry.resolve(context, field).await,
            Self::Offered(offered) => offered.resolve(context, field).await,
        }
    }
}
