//! What hangs on a submission: electorate, votes, certificate, signature.

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use otop_schema::{Choice, Day, SignatureMode};
use uuid::Uuid;

/// A member who may vote on a submission, frozen when it was made.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Elector {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) person: Uuid,
    /// The member's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Closes the voting and casts on a tie.
    #[diesel(sql_type = Bool)]
    pub is_chair: bool,
    /// Keeps the minutes.
    #[diesel(sql_type = Bool)]
    pub is_secretary: bool,
}

#[ComplexObject]
impl Elector {
    /// The member.
    async fn person_id(&self) -> ID {
        self.person.into()
    }
}

/// A member's present vote.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Vote {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) person: Uuid,
    /// The member's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What he or she voted.
    #[diesel(sql_type = Text)]
    pub choice: Choice,
    /// Why; given with OBJECT.
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    /// The digest voted on.
    #[diesel(sql_type = Text)]
    pub digest: String,
    /// The business instant of the vote or its last change.
    #[diesel(sql_type = Timestamptz)]
    pub voted_at: DateTime<Utc>,
}

#[ComplexObject]
impl Vote {
    /// The member.
    async fn person_id(&self) -> ID {
        self.person.into()
    }
}

/// How the committee decided.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct Certificate {
    /// Whether the figures were certified.
    #[diesel(sql_type = Bool)]
    pub certified: bool,
    /// Members who could vote.
    #[diesel(sql_type = Integer)]
    pub eligible: i32,
    /// Votes to certify.
    #[diesel(sql_type = Integer)]
    pub certify: i32,
    /// Votes to object.
    #[diesel(sql_type = Integer)]
    pub object: i32,
    /// The digest decided on.
    #[diesel(sql_type = Text)]
    pub digest: String,
    /// The business instant of the decision.
    #[diesel(sql_type = Timestamptz)]
    pub decided_at: DateTime<Utc>,
    /// Who closed the voting or presided at the meeting; absent where a majority of all members decided.
    #[diesel(sql_type = Nullable<Text>)]
    pub closed_by: Option<String>,
    /// The number of the meeting on paper that resolved it; absent where the members voted in the system.
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
}

/// The signature under form รต.๒, or under a year's estimate.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct Signature {
    /// The signer's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The signer's position.
    #[diesel(sql_type = Text)]
    pub position: String,
    /// In which capacity, such as รักษาราชการแทน.
    #[diesel(sql_type = Text)]
    pub capacity: String,
    /// The order that appointed the signer.
    #[diesel(sql_type = Text)]
    pub order_number: String,
    /// On paper or in the system.
    #[diesel(sql_type = Text)]
    pub mode: SignatureMode,
    /// The day on the signature.
    #[diesel(sql_type = Date)]
    pub signed_on: Day,
    /// The business instant it was recorded.
    #[diesel(sql_type = Timestamptz)]
    pub signed_at: DateTime<Utc>,
    /// The digest signed.
    #[diesel(sql_type = Text)]
    pub digest: String,
    /// The officer who signed in the system, or recorded the signature on paper.
    #[diesel(sql_type = Text)]
    pub recorded_by: String,
}
