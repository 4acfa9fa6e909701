//! What hangs on a submission, as clients see it: the same fields of a month's report and of a year's estimate.

use async_graphql::{Context, Object};
use otop_schema::PaperState;

use super::parts::{Certificate, Elector, Signature, Vote};
use super::read;
use super::standing::{Life, readable};
use crate::audit::{self, AuditEntry};
use crate::committee::{self, CommitteeMeeting};
use crate::error::{Error, Result};
use crate::receipt::{self, Receipt};
use crate::request;

/// The fields of a life; they stand in the type that has it.
pub struct Paperwork(pub(crate) Life);

impl Paperwork {
    fn is_readable(&self, context: &Context<'_>) -> bool {
        readable(request::caller(context), self.0.subject.district(), self.0.status)
    }

    fn read_by(&self, context: &Context<'_>) -> Result<()> {
        if self.is_readable(context) {
            Ok(())
        } else {
            Err(Error::forbidden("viewer"))
        }
    }
}

#[Object]
impl Paperwork {
    /// Who may vote on the present submission.
    async fn electorate(&self, context: &Context<'_>) -> Result<Vec<Elector>> {
        self.read_by(context)?;
        if !self.0.stands() {
            return Ok(Vec::new());
        }
        read::electorate(&mut *request::read(context).await?, &self.0).await
    }

    /// The votes on the present submission.
    async fn votes(&self, context: &Context<'_>) -> Result<Vec<Vote>> {
        self.read_by(context)?;
        if !self.0.stands() {
            return Ok(Vec::new());
        }
        read::votes(&mut *request::read(context).await?, &self.0).await
    }

    /// The committee's decision on the present submission.
    async fn certificate(&self, context: &Context<'_>) -> Option<Result<Certificate>> {
        if !self.0.stands() {
            return None;
        }
        let found = async {
            self.read_by(context)?;
            read::certificate(&mut *request::read(context).await?, &self.0).await
        };
        found.await.transpose()
    }

    /// Meetings of the committee on paper, also about earlier submissions, oldest first.
    async fn meetings(&self, context: &Context<'_>) -> Result<Vec<CommitteeMeeting>> {
        self.read_by(context)?;
        committee::meetings(&mut *request::read(context).await?, &self.0.subject).await
    }

    /// The signature under the present submission.
    async fn signature(&self, context: &Context<'_>) -> Option<Result<Signature>> {
        if !self.0.stands() {
            return None;
        }
        let found = async {
            self.read_by(context)?;
            read::signature(&mut *request::read(context).await?, &self.0).await
        };
        found.await.transpose()
    }

    /// How the signed paper stands with the province; null for viewers.
    async fn paper(&self, context: &Context<'_>) -> Option<Result<PaperState>> {
        if !self.is_readable(context) {
            return None;
        }
        let found = async { receipt::state(&mut *request::read(context).await?, &self.0.subject).await };
        Some(found.await)
    }

    /// The signed papers that the province registered, oldest first.
    async fn receipts(&self, context: &Context<'_>) -> Result<Vec<Receipt>> {
        self.read_by(context)?;
        receipt::receipts(&mut *request::read(context).await?, &self.0.subject).await
    }

    /// Its audit trail, oldest first: who did what, when, from which device, in which capacity, on which digest. At most `limit`
    /// links (1 … 500) before index `before`; the latest without. An estimate's are links of its district's chain.
    async fn history(
        &self,
        context: &Context<'_>,
        before: Option<i32>,
        #[graphql(default_with = "Some(500)")] limit: Option<i32>,
    ) -> Result<Vec<AuditEntry>> {
        self.read_by(context)?;
        let (before, limit) = (before.unwrap_or(audit::LATEST), limit.unwrap_or(500));
        audit::trail(&mut *request::read(context).await?, &self.0.subject, None, before, limit).await
    }
}
