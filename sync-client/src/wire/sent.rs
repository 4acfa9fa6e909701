//! What the server knows of this laptop's operations from a number on: nothing, unless the file went back in time.

use cynic::{Id, QueryFragment, QueryVariables};
use otop_schema::Long;

use super::schema;

#[allow(missing_docs)]
#[derive(QueryVariables, Debug)]
pub struct SentVariables {
    pub device_id: Id,
    pub from_seq: Long,
}

/// `schema/operations/Sent.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "SentVariables")]
pub struct Sent {
    /// The person's operations of this laptop from that number on.
    #[arguments(deviceId: $device_id, fromSeq: $from_seq)]
    pub sync_operations: Vec<Known>,
}

/// An operation that the server knows.
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "OperationResult")]
pub struct Known {
    #[allow(missing_docs)]
    pub operation_id: Id,
}
