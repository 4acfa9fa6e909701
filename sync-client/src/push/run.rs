//! The memory of one run over the queue: how much goes at once, what was tried, what was left aside.

use std::collections::HashSet;

use super::Pushed;
use crate::{
    batch,
    error::Result,
    plan::{Answer, Attempt, Fate},
    queue,
    remote::Remote,
    store::outbox::Queued,
};

/// One run over the queue.
pub(super) struct Run {
    pub(super) remote: Remote,
    pub(super) token: String,
    pub(super) limit: usize,
    pub(super) attempt: Attempt,
    pub(super) aside: Vec<(Queued, Answer)>,
    pub(super) behind: HashSet<String>,
    pub(super) pushed: Pushed,
}

impl Run {
    pub(super) fn new(remote: Remote, token: String) -> Self {
        Run {
            remote,
            token,
            limit: batch::MOST_OPERATIONS,
            attempt: Attempt::default(),
            aside: Vec::new(),
            behind: HashSet::new(),
            pushed: Pushed::default(),
        }
    }

    /// How many operations from the head of `rest` go together; 0 where the first rests on one that was set aside.
    pub(super) fn next(&mut self, rest: &[Queued]) -> usize {
        let stays = |queued: &Queued| queue::rests_on(queued, &self.behind);
        let free = rest.iter().take_while(|queued| !stays(queued)).map(Queued::size);
        let count = rest.iter().take_while(|queued| !stays(queued)).count();
        match rest.first() {
            Some(first) if count == 0 => {
                self.behind.insert(first.operation_id.clone());
                0
            }
            _ => batch::fitting(free, self.limit),
        }
    }

    pub(super) fn decided(&mut self, fates: &[Fate]) {
        let count = |wanted| fates.iter().filter(|fate| **fate == wanted).count();
        self.pushed.done += count(Fate::Done);
        self.pushed.held += count(Fate::Held);
        self.pushed.attention += count(Fate::Attention);
        self.attempt.neighbours = true;
        self.go_on();
    }

    pub(super) fn go_on(&mut self) {
        self.limit = batch::grown(self.limit);
        self.attempt.failures = 0;
        self.attempt.refreshed = false;
    }

    pub(super) fn halve(&mut self, sent: usize) -> Result<usize> {
        self.limit = batch::halved(sent);
        Ok(0)
    }

    pub(super) fn set_aside(&mut self, batch: &[Queued], answer: &Answer) -> Result<usize> {
        self.behind.extend(batch.iter().map(|queued| queued.operation_id.clone()));
        self.aside.extend(batch.iter().map(|queued| (queued.clone(), answer.clone())));
        self.attempt.aside = self.aside.len();
        self.go_on();
        Ok(batch.len())
    }
}
