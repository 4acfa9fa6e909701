//! What an event says. Its text is written once and its bytes are hashed, so the order of fields here is part of the
//! audit format: absent values are left out, months are `2023-02`, instants RFC 3339 in UTC with microseconds.

use chrono::{DateTime, SecondsFormat, Utc};
use otop_schema::{AreaCode, EstimateKey, FiscalYear, Month};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use crate::error::{self, Error};

/// The content of an event. No personal data stands in it but the name of the official who acted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// What happened, e.g. `ENTRY`, `SUBMITTED`.
    pub kind: String,
    /// The area the event belongs to.
    pub area: AreaCode,
    /// The report's month (CE); absent for an event of an area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    /// The fiscal year (BE) of an event of a year's estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<i32>,
    /// The business instant.
    #[serde(serialize_with = "microseconds")]
    pub at: DateTime<Utc>,
    /// Who acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Uuid>,
    /// His or her name then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// From which device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Uuid>,
    /// In which capacity, e.g. รักษาราชการแทน.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// On which digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Until when, exclusive: the end of an exception, the deadline of a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "microseconds_of")]
    pub until: Option<DateTime<Utc>>,
    /// What changed: accepted operations, and changes that were no operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<OperationLine>,
    /// Conflicts raised or settled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Uuid>,
    /// Operations that were refused, or whose refusal was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Uuid>,
    /// Operations that began to wait for their month, or wait no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Uuid>,
}

impl Body {
    /// The estimate the event is of.
    #[must_use]
    pub fn estimate(&self) -> Option<EstimateKey> {
        Some(EstimateKey {
            district: self.area.clone(),
            fiscal_year: FiscalYear::new(self.fiscal_year?).ok()?,
        })
    }

    /// The text whose bytes are hashed.
    pub(super) fn text(&self) -> error::Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// One accepted change of an event.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationLine {
    /// The operation's id; absent where the change was no operation (an import, a registration).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The producer concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<Uuid>,
    /// The cell's category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The cell's channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The period of a figure of an estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<i16>,
    /// The sheet's new state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The cell's new amount in baht; absent on removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The version the change made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// Why, where the person was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The absent colleague whose edit the CD officer sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted_from: Option<Uuid>,
    /// Why the colleague did not send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption_reason: Option<String>,
}

fn microseconds_of<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => microseconds(at, serializer),
        None => serializer.serialize_none(),
    }
}

fn microseconds<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
}
