//! The bell: a page is pushed whenever the server has news. The laptop takes it as a ring and pulls by its own cursor,
//! so that nothing depends on a page that was lost on the way.

use cynic::{QueryFragment, QueryVariables};
use otop_schema::Cursor;

use super::schema;

#[allow(missing_docs)]
#[derive(QueryVariables, Debug)]
pub struct WatchVariables {
    pub after: Option<Cursor>,
}

/// `schema/operations/Watch.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Subscription", variables = "WatchVariables")]
pub struct Watch {
    /// The ring.
    #[arguments(after: $after)]
    pub sync_changes: Ring,
}

/// As much of a page as a ring needs.
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "SyncPage")]
pub struct Ring {
    /// Where the server's book stands for this person.
    pub cursor: Cursor,
    /// The mirror starts from nothing.
    pub reset: bool,
}
