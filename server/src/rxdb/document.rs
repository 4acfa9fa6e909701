//! Documents, rows and checkpoints, as stock RxDB spells them for a collection named `revenueEntry`.

use async_graphql::{InputObject, SimpleObject};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::sheet::RevenueEntry;

/// A figure as stock RxDB has it. Its types are plain: a value that breaks a rule is refused by that rule and kept as a
/// refusal, where an error of types would be sent again for ever.
#[derive(Debug, Clone, Default, InputObject, Serialize)]
pub struct RevenueEntryInput {
    /// `producerId|month|category|channel`.
    pub id: Option<String>,
    /// The producer.
    pub producer_id: Option<String>,
    /// The month (CE), such as `2023-02`.
    pub month: Option<String>,
    /// The product category.
    pub category: Option<String>,
    /// The code of the sales channel.
    pub channel: Option<String>,
    /// Baht; not looked at where the figure is removed.
    pub amount: Option<String>,
    /// A remark; null and empty are equal.
    pub note: Option<String>,
    /// The version the client last heard of: information only.
    pub version: Option<i32>,
    /// Removes the figure.
    pub deleted: Option<bool>,
}

/// One write of a client: what it wants, and what it believes to stand there.
#[derive(Debug, Clone, InputObject, Serialize)]
pub struct RevenueEntryInputPushRow {
    /// What the client last heard to stand there; null for "nothing".
    pub assumed_master_state: Option<RevenueEntryInput>,
    /// What the client wants.
    pub new_document_state: RevenueEntryInput,
}

impl RevenueEntryInputPushRow {
    /// Which document it is about, in 32 bytes whatever the client took for an id.
    pub(super) fn document(&self) -> Vec<u8> {
        let id = self.new_document_state.id.as_deref().unwrap_or_default();
        Sha256::digest(id.as_bytes()).to_vec()
    }

    /// What tells the same row from another, versions included.
    pub(super) fn hash(&self) -> Vec<u8> {
        let spelled = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(spelled).to_vec()
    }
}

/// Where a client goes on.
#[derive(Debug, Clone, InputObject)]
pub struct RevenueEntryInputCheckpoint {
    /// As it was handed out. One that is not usable begins anew.
    pub token: String,
}

/// The headers of a client, which RxDB sends along with a subscription. Who asks is settled when the socket opens
/// (`connection_init`), so they are not looked at.
#[derive(Debug, Clone, InputObject)]
pub struct RevenueEntryInputHeaders {
    /// Not looked at.
    #[graphql(name = "Authorization")]
    pub authorization: Option<String>,
    /// Not looked at.
    #[graphql(name = "authorization")]
    pub lower_case: Option<String>,
}

/// Where a client goes on.
#[derive(Debug, Clone, SimpleObject)]
pub struct RevenueEntryCheckpoint {
    /// Opaque.
    pub token: String,
}

/// Figures, and where to go on after them.
#[derive(Debug, Clone, SimpleObject)]
pub struct RevenueEntryPullBulk {
    /// Figures of the caller's areas, removed ones included.
    pub documents: Vec<RevenueEntry>,
    /// Where to go on.
    pub checkpoint: RevenueEntryCheckpoint,
}
