//! One page of what the server knows and the laptop does not.

use chrono::{DateTime, NaiveDate, Utc};
use cynic::{Id, QueryFragment, QueryVariables};
use otop_schema::{Baht, Category, Cursor, EstimatePeriod, Month, ProducerKind, RefusalCode, SheetState, Status};
use serde::Serialize;

use super::schema;
use crate::known::Known;

/// Where to go on, and how much at a time (the server gives 500 at most).
#[derive(QueryVariables, Debug)]
pub struct PullVariables {
    /// The cursor of the last page; none for the first pull.
    pub after: Option<Cursor>,
    /// Rows per page.
    pub limit: Option<i32>,
}

/// `schema/operations/Pull.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "PullVariables")]
pub struct Pull {
    /// The page.
    #[arguments(after: $after, limit: $limit)]
    pub sync_pull: SyncPage,
}

/// Rows as they stand now, the cursor after them, and whether everything before must be forgotten first.
#[derive(QueryFragment, Debug)]
pub struct SyncPage {
    #[allow(missing_docs)]
    pub entries: Vec<RevenueEntry>,
    #[allow(missing_docs)]
    pub sheets: Vec<Sheet>,
    #[allow(missing_docs)]
    pub producers: Vec<Producer>,
    #[allow(missing_docs)]
    pub reports: Vec<Report>,
    #[allow(missing_docs)]
    pub estimates: Vec<Estimate>,
    #[allow(missing_docs)]
    pub estimate_entries: Vec<EstimateEntry>,
    #[allow(missing_docs)]
    pub conflicts: Vec<SyncConflict>,
    #[allow(missing_docs)]
    pub rejections: Vec<SyncRejection>,
    /// Edits that wait for their month, whoever offered them, and those that wait no longer.
    pub held: Vec<HeldAttempt>,
    /// Areas that left the person's scope: their rows leave the mirror.
    pub removed_areas: Vec<Id>,
    /// Where the next pull goes on.
    pub cursor: Cursor,
    /// Another page waits.
    pub has_more: bool,
    /// The mirror starts from nothing with this page.
    pub reset: bool,
    /// The server's book; another one than last time means it was restored.
    pub epoch: Id,
}

#[allow(missing_docs)]
mod rows {
    use super::*;

    #[derive(QueryFragment, Debug)]
    pub struct RevenueEntry {
        pub id: Id,
        pub producer_id: Id,
        pub month: Month,
        pub category: Known<Category>,
        pub channel: Id,
        pub amount: Baht,
        pub note: Option<String>,
        pub version: i32,
        pub deleted: bool,
        pub changed_at: DateTime<Utc>,
        pub changed_by: Option<String>,
    }

    #[derive(QueryFragment, Debug)]
    pub struct Sheet {
        pub id: Id,
        pub producer_id: Id,
        pub month: Month,
        pub state: Known<SheetState>,
        pub reason: Option<String>,
        pub given_by: Option<String>,
        pub given_on: Option<NaiveDate>,
        pub note: Option<String>,
        pub copied: bool,
        pub version: i32,
        pub changed_at: DateTime<Utc>,
        pub changed_by: Option<String>,
    }

    /// Contact person and telephone are personal data that entering figures does not need: they stay on the server.
    #[derive(QueryFragment, Debug)]
    pub struct Producer {
        pub id: Id,
        pub district: Id,
        pub registration_number: Option<String>,
        pub name: String,
        pub kind: Known<ProducerKind>,
        pub subdistrict: Id,
        pub active_from: Month,
        pub active_until: Option<Month>,
        pub version: i32,
        pub products: Vec<Product>,
    }

    /// What a producer makes: sales of anything else are worth another look.
    #[derive(QueryFragment, Debug)]
    pub struct Product {
        pub category: Known<Category>,
    }

    #[derive(QueryFragment, Debug)]
    pub struct Report {
        pub id: Id,
        pub district: Id,
        pub month: Month,
        pub status: Known<Status>,
        pub version: i32,
        pub audit_head: String,
        pub opens_at: Option<DateTime<Utc>>,
        pub submit_from: Option<DateTime<Utc>>,
        pub due_at: Option<DateTime<Utc>>,
        pub closes_at: Option<DateTime<Utc>>,
        pub exception_until: Option<DateTime<Utc>>,
        pub writable_from: Option<DateTime<Utc>>,
        pub writable_until: Option<DateTime<Utc>>,
    }

    #[derive(QueryFragment, Debug)]
    pub struct Estimate {
        pub id: Id,
        pub district: Id,
        pub fiscal_year: i32,
        pub period: Known<EstimatePeriod>,
        pub status: Known<Status>,
        pub version: i32,
        pub opens_at: Option<DateTime<Utc>>,
        pub due_at: Option<DateTime<Utc>>,
        pub closes_at: Option<DateTime<Utc>>,
        pub late: bool,
    }

    #[derive(QueryFragment, Debug)]
    pub struct EstimateEntry {
        pub id: Id,
        pub producer_id: Id,
        pub fiscal_year: i32,
        pub period: i32,
        pub amount: Baht,
        pub note: Option<String>,
        pub version: i32,
        pub deleted: bool,
        pub changed_at: DateTime<Utc>,
        pub changed_by: Option<String>,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct SyncConflict {
        pub id: Id,
        pub entry_id: Option<Id>,
        pub sheet_id: Option<Id>,
        pub estimate_id: Option<Id>,
        pub base_version: i32,
        pub master_amount: Option<Baht>,
        pub offered_amount: Option<Baht>,
        pub master_state: Option<Known<SheetState>>,
        pub offered_state: Option<Known<SheetState>>,
        pub offered_by: Option<String>,
        pub device_id: Option<Id>,
        pub operation_id: Id,
        pub resolved_at: Option<DateTime<Utc>>,
    }

    #[derive(QueryFragment, Debug)]
    pub struct SyncRejection {
        pub operation_id: Id,
        pub refusal: Refusal,
        pub offered: String,
        pub offered_by: Option<String>,
        pub acknowledged_at: Option<DateTime<Utc>>,
    }

    #[derive(QueryFragment, Debug)]
    pub struct HeldAttempt {
        pub operation_id: Id,
        pub district: Id,
        pub month: Month,
        pub code: Known<RefusalCode>,
        pub offered: String,
        pub offered_by: Option<String>,
        pub held_since: DateTime<Utc>,
        pub opens_at: Option<DateTime<Utc>>,
        pub ended_at: Option<DateTime<Utc>>,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Refusal {
        pub code: Known<RefusalCode>,
        pub field: Option<String>,
        pub rule: Option<String>,
        pub message: String,
        pub opens_at: Option<DateTime<Utc>>,
    }
}
pub use rows::*;

impl SyncConflict {
    /// One as the file keeps it. What an older program wrote down has no word of estimates.
    ///
    /// # Errors
    /// The text is none.
    pub fn kept(text: &str) -> Result<SyncConflict, serde_json::Error> {
        let mut told: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
        told.entry("estimateId").or_insert(serde_json::Value::Null);
        serde_json::from_value(told.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_that_an_older_program_kept_is_still_read() {
        let kept = r#"{"id":"c1","entryId":"p|2023-02|FOOD|SHOP","sheetId":null,"baseVersion":1,"masterAmount":"1.00","offeredAmount":null,
            "masterState":null,"offeredState":null,"offeredBy":null,"deviceId":null,"operationId":"o1","resolvedAt":null}"#;
        assert_eq!(SyncConflict::kept(kept).unwrap().id.inner(), "c1");
    }
}
