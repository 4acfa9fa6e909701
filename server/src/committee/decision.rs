//! What the committee's decision does to what lay before it, however it came about.

use diesel::sql_types::{Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::committee::count;
use otop_schema::{Ballot, Elector, Status};
use uuid::Uuid;

use crate::error::Result;
use crate::life::{self, Act};
use crate::statement::sql;

/// A decision and the votes it rests on.
pub(super) struct Decision<'a> {
    /// Whether the figures are certified.
    pub certified: bool,
    /// Who could vote.
    pub electors: &'a [Elector],
    /// The votes.
    pub ballots: &'a [Ballot],
    /// Who closed the voting or presided; nobody where a majority of all members decided.
    pub closed_by: Option<Uuid>,
    /// What the book says of it: the objections, the meeting.
    pub said: Option<String>,
}

impl Decision<'_> {
    /// The decision takes effect: the certificate, then the figures certified or sent back, one event.
    pub async fn take(&self, connection: &mut AsyncPgConnection, act: &Act) -> Result<()> {
        self.record(connection, act).await?;
        let kind = if self.certified { "CERTIFIED" } else { "OBJECTED" };
        if self.certified {
            life::set_status(connection, act.subject(), Status::Certified).await?;
        } else {
            life::unlock(connection, act.subject()).await?;
        }
        let event = act.event(kind).digest(act.fixed());
        let event = match &self.said {
            Some(said) => event.reason(said),
            None => event,
        };
        act.conclude(connection, event).await
    }

    async fn record(&self, connection: &mut AsyncPgConnection, act: &Act) -> Result<()> {
        let (in_favour, against) = count(self.electors, self.ballots);
        sql(include_str!("certify.sql"))
            .bind::<Text, _>(act.district().to_string())
            .bind::<Date, _>(act.subject().term())
            .bind::<Integer, _>(act.life.submission)
            .bind::<Text, _>(act.fixed().to_owned())
            .bind::<Bool, _>(self.certified)
            .bind::<Integer, _>(number(self.electors.len()))
            .bind::<Integer, _>(number(in_favour))
            .bind::<Integer, _>(number(against))
            .bind::<Nullable<SqlUuid>, _>(self.closed_by)
            .bind::<Timestamptz, _>(act.life.time.now)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// A count as the database keeps it.
pub(super) fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
