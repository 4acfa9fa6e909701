//! The roots of the schema: every slice brings its own queries, mutations and subscriptions.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, ValidationMode};

use crate::app::App;

/// Everything that can be asked. In two parts, as are the mutations: merged objects lie inside each other, and the compiler follows them only
/// so deep.
#[derive(MergedObject, Default)]
pub struct Query(ReportingQuery, RegisterQuery);

/// What can be asked of the work of months and years.
#[derive(MergedObject, Default)]
pub struct ReportingQuery(
    crate::me::MeQuery,
    crate::account::AccountQuery,
    crate::node::NodeQuery,
    crate::calendar::CalendarQuery,
    crate::calendar::ExceptionRequestQuery,
    crate::committee::CommitteeRuleQuery,
    crate::consolidation::ConsolidationQuery,
    crate::estimate::EstimateQuery,
    crate::evidence::EvidenceQuery,
    crate::report::ReportQuery,
);

/// What can be asked of places, of who produces there, and by laptops.
#[derive(MergedObject, Default)]
pub struct RegisterQuery(
    crate::place::PlaceQuery,
    crate::producer::ProducerQuery,
    crate::roadmap::RoadmapQuery,
    crate::rxdb::RxdbQuery,
    crate::sync::SyncOperationsQuery,
    crate::sync::SyncPullQuery,
    crate::target::TargetQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(ReportingMutation, RegisterMutation);

/// What can be done with months, years and people.
#[derive(MergedObject, Default)]
pub struct ReportingMutation(
    crate::calendar::CalendarMutation,
    crate::committee::CommitteeMutation,
    crate::committee::CommitteeRuleMutation,
    crate::consolidation::ConsolidationMutation,
    crate::consolidation::TransmissionMutation,
    crate::estimate::EstimateMutation,
    crate::evidence::EvidenceMutation,
    crate::identity::DeviceMutation,
    crate::account::AccountMutation,
);

/// What can be done with reports, places and producers, and by laptops.
#[derive(MergedObject, Default)]
pub struct RegisterMutation(
    crate::library::LibraryMutation,
    crate::report::ReportMutation,
    crate::roadmap::RoadmapMutation,
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
