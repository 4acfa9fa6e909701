//! A place's Roadmap of a fiscal year: its dates, what is asked beside them, exceptions, and what the department hands out. Kept as the
//! JSON it is told in: the laptop only shows it.

use chrono::{DateTime, NaiveDate, Utc};
use cynic::{Id, QueryFragment, QueryVariables};
use otop_schema::{DocumentKind, ExceptionRequestState, MilestoneAct, MilestoneLevel, Month};
use serde::Serialize;

use super::schema;
use crate::known::Known;

#[allow(missing_docs)]
#[derive(QueryVariables, Debug)]
pub struct YearVariables {
    pub fiscal_year: i32,
    pub area: Id,
}

/// `schema/operations/Year.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "YearVariables")]
pub struct Year {
    /// The Roadmap of the place.
    #[arguments(fiscalYear: $fiscal_year, area: $area)]
    pub roadmap: Roadmap,
}

#[allow(missing_docs)]
mod rows {
    use super::*;

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Roadmap {
        pub fiscal_year: i32,
        pub area: Id,
        pub months: Vec<RoadmapMonth>,
        pub milestones: Vec<Milestone>,
        pub holidays: Vec<Holiday>,
        pub exceptions: Vec<Exception>,
        pub requests: Vec<ExceptionRequest>,
        pub documents: Vec<LibraryDocument>,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct RoadmapMonth {
        pub calendar: Calendar,
        pub expected: i32,
        pub confirmed: i32,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Calendar {
        pub month: Month,
        pub opens_at: DateTime<Utc>,
        pub submit_from: DateTime<Utc>,
        pub due_at: DateTime<Utc>,
        pub closes_at: DateTime<Utc>,
        pub last_working_day: NaiveDate,
        pub overridden: bool,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Milestone {
        pub id: Id,
        pub level: Known<MilestoneLevel>,
        pub title_th: String,
        pub title_en: String,
        pub due_on: NaiveDate,
        pub act: Known<MilestoneAct>,
        pub expected: i32,
        pub done: i32,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Holiday {
        pub day: NaiveDate,
        pub name_th: String,
        pub name_en: String,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct Exception {
        pub district: Id,
        pub month: Month,
        pub until: DateTime<Utc>,
        pub reason: String,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct ExceptionRequest {
        pub district: Id,
        pub month: Month,
        pub until: DateTime<Utc>,
        pub reason: String,
        pub state: Known<ExceptionRequestState>,
    }

    #[derive(QueryFragment, Serialize, Debug, Clone)]
    #[serde(rename_all = "camelCase")]
    pub struct LibraryDocument {
        pub code: String,
        pub kind: Known<DocumentKind>,
        pub title_th: String,
        pub title_en: String,
        pub path: String,
    }
}
pub use rows::*;
