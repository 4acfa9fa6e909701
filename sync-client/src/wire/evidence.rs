//! Evidence of a producer's month, recorded.

use chrono::NaiveDate;
use cynic::{Id, InputObject, QueryFragment, QueryVariables};
use otop_schema::Month;
use serde::Deserialize;

use super::schema;

#[allow(missing_docs)]
#[derive(QueryVariables, Debug)]
pub struct RecordEvidenceVariables {
    pub input: RecordEvidenceInput,
}

/// `schema/operations/RecordEvidence.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RecordEvidenceVariables")]
pub struct RecordEvidence {
    /// The evidence as it stands now.
    #[arguments(input: $input)]
    pub record_evidence: Evidence,
}

/// Evidence that is recorded.
#[derive(QueryFragment, Debug)]
pub struct Evidence {
    #[allow(missing_docs)]
    pub id: Id,
}

/// What a person recorded. Its JSON is what the laptop keeps, so it is also read back.
#[allow(missing_docs)]
#[derive(InputObject, Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct RecordEvidenceInput {
    pub id: Id,
    pub producer_id: Id,
    pub month: Month,
    pub kind: Id,
    pub reference: String,
    pub kept_at: String,
    pub seen_by: Option<String>,
    pub seen_on: NaiveDate,
    pub note: Option<String>,
    /// The name of its scan.
    pub sha256: Option<String>,
}
