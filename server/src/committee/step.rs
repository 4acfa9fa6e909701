//! A step that a member of the committee takes: what it asks first, and what the rules are handed.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use otop_schema::{Action, Ballot, Elector, Subject};

use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::life::{self, Act};

/// A member's step, behind the lock, with the electorate frozen at submission.
pub(super) struct Step {
    pub act: Act,
    pub electors: Vec<Elector>,
}

impl Step {
    /// Scope (whoever is not of the electorate has no vote, only the chair closes, only the secretary records), window, digest, status.
    pub async fn begin(
        connection: &mut AsyncPgConnection,
        caller: &Arc<Caller>,
        subject: &Subject,
        digest: &str,
        action: Action,
    ) -> Result<Self> {
        let act = Act::begin(connection, caller, subject, action).await?;
        let electors = electors(connection, &act).await?;
        let may = |elector: &Elector| elector.person == caller.person && elector.may(action);
        if !electors.is_empty() && !electors.iter().any(may) {
            return Err(Error::forbidden("electorate"));
        }
        act.in_window()?;
        act.on_digest(connection, digest).await?;
        act.step()?;
        Ok(Self { act, electors })
    }

    /// The votes cast in the system, as they are now.
    pub async fn ballots(&self, connection: &mut AsyncPgConnection) -> Result<Vec<Ballot>> {
        let ballot = |row: life::Vote| Ballot {
            person: row.person,
            choice: row.choice,
        };
        Ok(life::votes(connection, &self.act.life).await?.into_iter().map(ballot).collect())
    }
}

async fn electors(connection: &mut AsyncPgConnection, act: &Act) -> Result<Vec<Elector>> {
    let elector = |row: life::Elector| Elector {
        person: row.person,
        chair: row.is_chair,
        secretary: row.is_secretary,
    };
    Ok(life::electorate(connection, &act.life).await?.into_iter().map(elector).collect())
}
