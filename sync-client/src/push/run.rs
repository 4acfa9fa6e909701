//! The memory of one run over the queue: how far it was read, how much goes at once, what was tried, what was left aside.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, Utc};

use super::{Pushed, batch::Batch};
use crate::{
    batch,
    error::Result,
    laptop::Laptop,
    online::ended,
    plan::{Answer, Attempt, Fate},
    queue::{self, Months},
    remote::Remote,
    store::{Store, outgoing::Outgoing},
    wire::push::SyncPushPayload,
};

/// Operations read from the file at a time.
const STRETCH: i64 = batch::MOST_OPERATIONS as i64;

/// A decided batch that is not written down yet.
pub(super) struct Answered {
    pub(super) fates: Vec<Fate>,
    pub(super) payload: SyncPushPayload,
}

/// One run over the queue.
pub(super) struct Run {
    pub(super) person: String,
    pub(super) remote: Remote,
    pub(super) token: String,
    pub(super) device: String,
    pub(super) months: Months,
    pub(super) now: DateTime<Utc>,
    /// Operations that waited when the run began.
    pub(super) waiting: usize,
    /// Decided and not written down yet.
    pub(super) answered: Option<Answered>,
    /// Packed while the one before was on its way.
    pub(super) ahead: Option<Batch>,
    /// The server was away: it may have come back from a backup, as another life.
    pub(super) uncertain: bool,
    pub(super) attempt: Attempt,
    pub(super) aside: Vec<(Outgoing, Answer)>,
    pub(super) pushed: Pushed,
    read: VecDeque<Outgoing>,
    read_through: i64,
    behind: HashSet<String>,
    limit: usize,
    most: usize,
}

impl Run {
    pub(super) fn begin(laptop: &mut Laptop, person: String) -> Result<Self> {
        Ok(Run {
            token: laptop.store.signed_in()?.access_token.ok_or_else(ended)?,
            remote: laptop.remote()?,
            device: laptop.store.device_id()?,
            months: laptop.months()?,
            now: laptop.business_now()?,
            waiting: laptop.store.outgoing_count(&person)?,
            person,
            answered: None,
            ahead: None,
            uncertain: false,
            attempt: Attempt::default(),
            aside: Vec::new(),
            pushed: Pushed::default(),
            read: VecDeque::new(),
            read_through: 0,
            behind: HashSet::new(),
            limit: batch::MOST_OPERATIONS,
            most: batch::MOST_OPERATIONS,
        })
    }

    /// The next batch of the queue, packed; none at its end.
    pub(super) fn take(&mut self, store: &mut Store) -> Result<Option<Batch>> {
        self.fill(store)?;
        let count = batch::fitting(self.read.iter().map(Outgoing::size), self.limit).min(self.read.len());
        let operations: Vec<Outgoing> = self.read.drain(..count).collect();
        if operations.is_empty() {
            return Ok(None);
        }
        Batch::pack(self, store, operations).map(Some)
    }

    /// Reads on until there is enough for a batch.
    fn fill(&mut self, store: &mut Store) -> Result<()> {
        while self.read.len() < self.limit {
            let stretch = store.outgoing(&self.person, self.read_through, STRETCH)?;
            let Some(last) = stretch.last() else { return Ok(()) };
            self.read_through = last.device_seq;
            let (months, now, behind) = (&self.months, self.now, &mut self.behind);
            self.read
                .extend(stretch.into_iter().filter(|outgoing| queue::goes(outgoing, months, now, behind)));
        }
        Ok(())
    }

    /// These operations come first again, and then what was packed ahead of its time.
    pub(super) fn put_back(&mut self, batch: Batch) {
        let ahead = self.ahead.take().map(|ahead| ahead.operations).unwrap_or_default();
        for outgoing in batch.operations.into_iter().chain(ahead).rev() {
            self.read.push_front(outgoing);
        }
    }

    /// The server lives another life: the queue is read from its beginning.
    pub(super) fn begin_anew(&mut self) {
        self.ahead = None;
        self.read.clear();
        self.read_through = 0;
    }

    pub(super) fn decided(&mut self, answered: Answered) {
        let count = |wanted| answered.fates.iter().filter(|fate| **fate == wanted).count();
        self.pushed.done += count(Fate::Done);
        self.pushed.held += count(Fate::Held);
        self.pushed.attention += count(Fate::Attention);
        self.uncertain = false;
        // That a question was answered says nothing about the operations that failed before it.
        if !answered.fates.is_empty() {
            self.attempt.neighbours = true;
            self.go_on();
        }
        self.answered = Some(answered);
    }

    pub(super) fn decided_so_far(&self) -> usize {
        self.pushed.done + self.pushed.held + self.pushed.attention
    }

    fn go_on(&mut self) {
        self.limit = batch::grown(self.limit).min(self.most);
        self.attempt.failures = 0;
        self.attempt.refreshed = false;
    }

    pub(super) fn halve(&mut self) {
        self.limit = batch::halved(self.attempt.operations);
    }

    /// The server's own limit holds for the whole run.
    pub(super) fn at_most(&mut self, most: usize) {
        self.most = most;
        self.limit = most;
    }

    /// Goes on without these, and without what rests on them.
    pub(super) fn set_aside(&mut self, mut batch: Batch, answer: &Answer) -> Result<()> {
        let aside = std::mem::take(&mut batch.operations);
        self.behind.extend(aside.iter().map(|outgoing| outgoing.operation_id.clone()));
        self.aside.extend(aside.into_iter().map(|outgoing| (outgoing, answer.clone())));
        self.attempt.aside = self.aside.len();
        self.put_back(batch);
        self.leave_behind();
        self.go_on();
        Ok(())
    }

    fn leave_behind(&mut self) {
        let behind = &mut self.behind;
        self.read.retain(|outgoing| {
            let rests = queue::rests_on(outgoing.base_operation.as_deref(), behind);
            if rests {
                behind.insert(outgoing.operation_id.clone());
            }
            !rests
        });
    }
}
