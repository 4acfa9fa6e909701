//! The roots of the schema: every slice brings its own queries, mutations and subscriptions.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, ValidationMode};

use crate::app::App;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    crate::me::MeQuery,
    crate::account::AccountQuery,
    crate::node::NodeQuery,
    crate::calendar::CalendarQuery,
    crate::calendar::ExceptionRequestQuery,
    crate::consolidation::ConsolidationQuery,
    crate::estimate::EstimateQuery,
    crate::evidence::EvidenceQuery,
    crate::report::ReportQuery,
    crate::place::PlaceQuery,
    crate::producer::ProducerQuery,
    crate::rxdb::RxdbQuery,
    crate::sync::SyncOperationsQuery,
    crate::sync::SyncPullQuery,
    crate::target::TargetQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    crate::calendar::CalendarMutation,
    crate::committee::CommitteeMutation,
    crate::consolidation::ConsolidationMutation,
    crate::consolidation::TransmissionMutation,
    crate::estimate::EstimateMutation,
    crate::evidence::EvidenceMutation,
    crate::identity::DeviceMutation,
    crate::account::AccountMutation,
    crate::report::ReportMutation,
    crate::receipt::ReceiptMutation,
    crate::sync::SyncMutation,
    crate::place::PlaceMutation,
    crate::producer::ProducerMutation,
    crate::rxdb::RxdbMutation,
    crate::target::TargetMutation,
);

/// Everything that can be followed.
#[derive(MergedSubscription, Default)]
pub struct Subscription(
    crate::report::ReportSubscription,
    crate::rollup::RollupSubscription,
    crate::rxdb::RxdbSubscription,
    crate::sync::SyncSubscription,
);

/// The schema the server answers by.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// What makes a [`Schema`].
pub type Builder = async_graphql::SchemaBuilder<Query, Mutation, Subscription>;

/// The schema over a node. Whatever it is given to execute is valid: the edge saw to that.
#[must_use]
pub fn over(app: App) -> Builder {
    builder().validation_mode(ValidationMode::Fast).data(app)
}

/// The contract as text.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new().include_specified_by();
    builder().finish().sdl_with_options(options)
}

/// The schema without a node: for the contract's text and for tests of it.
pub fn builder() -> Builder {
    async_graphql::Schema::build(Query::default(), Mutation::default(), Subscription::default())
}
