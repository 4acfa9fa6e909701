//! Evidence and spot checks, as the database keeps them and as clients see them.

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use otop_schema::{Baht, Day, Month};
use uuid::Uuid;

use crate::file::{FileColumns, KeptFile};

/// Evidence of a producer's month. It is kept at the producer.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Evidence {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) producer_id: Uuid,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub(super) month: Month,
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(super) kind: String,
    /// What it is: the book, the receipts' numbers.
    #[diesel(sql_type = Text)]
    pub(super) reference: String,
    /// Where it is kept.
    #[diesel(sql_type = Text)]
    pub(super) kept_at: String,
    /// Who saw it.
    #[diesel(sql_type = Text)]
    pub(super) seen_by: String,
    /// When.
    #[diesel(sql_type = Date)]
    pub(super) seen_on: Day,
    /// A remark.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) note: Option<String>,
    #[graphql(skip)]
    #[diesel(embed)]
    pub(super) scan: FileColumns,
    /// The business instant it was recorded.
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
    /// Who recorded it.
    #[diesel(sql_type = Text)]
    recorded_by: String,
    /// In which capacity.
    #[diesel(sql_type = Text)]
    capacity: String,
    /// The business instant it was withdrawn: it counts no more.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub(super) withdrawn_at: Option<DateTime<Utc>>,
    /// Why it was withdrawn.
    #[diesel(sql_type = Nullable<Text>)]
    withdrawal: Option<String>,
}

#[ComplexObject]
impl Evidence {
    /// The evidence.
    async fn id(&self) -> ID {
        self.id.into()
    }

    /// The producer it is of.
    async fn producer_id(&self) -> ID {
        self.producer_id.into()
    }

    /// The code of its kind.
    async fn kind(&self) -> ID {
        self.kind.clone().into()
    }

    /// Its scan, where there is one.
    async fn scan(&self) -> Option<KeptFile> {
        self.scan.file()
    }
}

/// The province's look at a producer's evidence.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct SpotCheck {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) producer_id: Uuid,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub(super) month: Month,
    /// Whether the evidence agrees with the figures.
    #[diesel(sql_type = Bool)]
    pub(super) agrees: bool,
    /// What was found; given where it does not agree.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) note: Option<String>,
    /// The producer's revenue of the month in baht, as it was recorded then.
    #[diesel(sql_type = BigInt)]
    revenue: Baht,
    /// The day of the look.
    #[diesel(sql_type = Date)]
    pub(super) checked_on: Day,
    /// The business instant it was recorded.
    #[diesel(sql_type = Timestamptz)]
    checked_at: DateTime<Utc>,
    /// Who looked.
    #[diesel(sql_type = Text)]
    checked_by: String,
    /// In which capacity.
    #[diesel(sql_type = Text)]
    capacity: String,
}

#[ComplexObject]
impl SpotCheck {
    /// The spot check.
    async fn id(&self) -> ID {
        self.id.into()
    }

    /// The producer it is of.
    async fn producer_id(&self) -> ID {
        self.producer_id.into()
    }
}
