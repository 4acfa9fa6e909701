//! The roots of the schema: every slice brings its own queries, mutations and subscriptions.

use async_graphql::{EmptySubscription, MergedObject};

use crate::app::App;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    crate::me::MeQuery,
    crate::node::NodeQuery,
    crate::calendar::CalendarQuery,
    crate::consolidation::ConsolidationQuery,
    crate::report::ReportQuery,
    crate::place::PlaceQuery,
    crate::producer::ProducerQuery,
    crate::sync::SyncOperationsQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    crate::calendar::CalendarMutation,
    crate::committee::CommitteeMutation,
    crate::consolidation::ConsolidationMutation,
    crate::report::ReportMutation,
    crate::sync::SyncMutation,
    crate::place::PlaceMutation,
    crate::producer::ProducerMutation,
);

/// The schema the server answers by.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The schema over a node.
#[must_use]
pub fn schema(app: App) -> Schema {
    builder().data(app).finish()
}

/// The contract as text.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl()
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, EmptySubscription> {
    async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}
