//! Sending what waits: the driver that asks [`plan`] what to do about each answer, and does it.
//!
//! One batch is on its way at a time, for the order of a person's edits is their meaning. Meanwhile the laptop works: it
//! writes the answers to the batch before down, in one transaction, and packs the batch after. A crash in between costs
//! sending again what was answered already, which the server answers as it did.

use std::time::Duration;

use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    online::{ended, explained},
    plan::{self, Answer, Fate, Step},
    progress::Progress,
    queue::{self, Months},
    remote::Flight,
    store::outgoing::Outgoing,
    wire::push::{Push, SyncPushPayload},
};

mod batch;
mod frame;
mod run;

use batch::Batch;
use frame::{outcomes, unacceptable};
use run::{Answered, Run};

/// What a push did.
#[derive(Serialize, Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Pushed {
    /// Operations that have their effect now.
    pub done: usize,
    /// Operations that wait for a month to open.
    pub held: usize,
    /// Operations that need a person.
    pub attention: usize,
}

impl Laptop {
    /// Sends everything that is worth sending, oldest first.
    ///
    /// # Errors
    /// Offline; the sign-in has ended. Whatever was not decided is still in the queue.
    pub async fn push(&mut self) -> Result<Pushed> {
        let person = self.store.signed_in()?.person;
        if self.store.outgoing_count(&person)? == 0 {
            return Ok(Pushed::default());
        }
        let mut run = Run::begin(self, person)?;
        while let Some(batch) = self.next_batch(&mut run)? {
            let answer = self.exchange(&mut run, &batch).await?;
            self.obey(&mut run, batch, answer).await?;
            fail::fail_point!("between-batches", |_| std::process::abort());
        }
        self.settle_aside(run)
    }

    /// The operations of a person that are worth sending now, oldest first.
    pub fn ready(&mut self, person: &str) -> Result<Vec<Outgoing>> {
        let (months, now) = (self.months()?, self.business_now()?);
        let mut behind = std::collections::HashSet::new();
        let all = self.store.outgoing(person, 0, i64::MAX)?.into_iter();
        Ok(all.filter(|outgoing| queue::goes(outgoing, &months, now, &mut behind)).collect())
    }

    pub(crate) fn months(&mut self) -> Result<Months> {
        let whole = self.store.standing()?.pulled_at.is_some();
        Ok(Months::new(whole, self.store.producers()?, self.store.reports()?))
    }

    /// The batch packed ahead, or the next one of the queue once everything that was answered is written down.
    fn next_batch(&mut self, run: &mut Run) -> Result<Option<Batch>> {
        if let Some(ahead) = run.ahead.take() {
            return Ok(Some(ahead));
        }
        self.write_down(run)?;
        if run.uncertain {
            return Batch::pack(run, &mut self.store, Vec::new()).map(Some);
        }
        run.take(&mut self.store)
    }

    /// Sends a batch; while its answer is on the way, writes the one before down and packs the one after.
    async fn exchange(&mut self, run: &mut Run, batch: &Batch) -> Result<std::result::Result<SyncPushPayload, Answer>> {
        let flight = Flight::start(run.remote.send(&run.token, batch.packed.clone()));
        let reborn = self.write_down(run)?;
        run.ahead = if reborn || run.uncertain {
            None
        } else {
            run.take(&mut self.store)?
        };
        let reply = flight.landed().await.map_err(|_| Answer::Unreachable);
        let answer = reply.and_then(|reply| run.remote.read::<Push>(reply));
        Ok(answer.map(|push| push.sync_push))
    }

    /// Asks the plan what to do about an answer, and does it.
    async fn obey(&mut self, run: &mut Run, batch: Batch, answer: std::result::Result<SyncPushPayload, Answer>) -> Result<()> {
        run.attempt.operations = batch.operations.len();
        run.attempt.alone = batch.tries();
        run.attempt.draw = (self.draw)();
        let (answer, payload) = match answer {
            Ok(payload) => (outcomes(&payload), Some(payload)),
            Err(answer) => (answer, None),
        };
        match (plan::plan(&answer, &run.attempt), payload) {
            (Step::Record(fates), Some(payload)) => self.believe(run, fates, payload).await,
            (Step::Aside, _) => run.set_aside(batch, &answer),
            (step, _) => {
                run.put_back(batch);
                self.change_pace(run, step, &answer).await
            }
        }
    }

    /// The answers are written down while the next batch is on its way.
    async fn believe(&mut self, run: &mut Run, fates: Vec<Fate>, payload: SyncPushPayload) -> Result<()> {
        let pause = payload.retry_after_ms.and_then(|ms| u64::try_from(ms).ok());
        run.decided(Answered { fates, payload });
        (self.progress)(Progress::Pushed(run.decided_so_far(), run.waiting));
        if let Some(pause) = pause {
            tokio::time::sleep(Duration::from_millis(pause).min(crate::backoff::LAST)).await;
        }
        Ok(())
    }

    /// The same operations again: fewer at once, under a new token, or later.
    async fn change_pace(&mut self, run: &mut Run, step: Step, answer: &Answer) -> Result<()> {
        match step {
            Step::AtMost(most) => run.at_most(most),
            Step::Refresh => {
                run.attempt.refreshed = true;
                run.token = self.renewed(&run.remote).await?;
            }
            Step::SignIn => return Err(ended()),
            Step::Wait(_) if run.attempt.failures >= self.patience => return Err(explained(answer, run.remote.server())),
            Step::Wait(time) => self.wait(run, time).await,
            Step::Halve | Step::Record(_) | Step::Aside => run.halve(),
        }
        Ok(())
    }

    /// Whoever was away may come back as another life: that is asked before anything more is sent.
    async fn wait(&mut self, run: &mut Run, time: Duration) {
        run.attempt.failures += 1;
        run.uncertain = true;
        (self.progress)(Progress::Waiting(time));
        tokio::time::sleep(time).await;
    }

    /// Writes the last answers down. Where they come from another life of the server than before, the queue is read from its
    /// beginning: what the former life acknowledged goes before anything newer.
    fn write_down(&mut self, run: &mut Run) -> Result<bool> {
        let Some(answered) = run.answered.take() else { return Ok(false) };
        fail::fail_point!("after-answer", |_| std::process::abort());
        let reborn = self.store.record(&answered.fates, &answered.payload)?;
        if reborn {
            run.begin_anew();
        }
        Ok(reborn)
    }

    /// The end of a run: what the server could not take goes before a person where the server is otherwise well, or after
    /// many runs; else it stays where it is.
    fn settle_aside(&mut self, mut run: Run) -> Result<Pushed> {
        for (poison, answer) in std::mem::take(&mut run.aside) {
            self.store.count_attempt(&poison.operation_id)?;
            run.attempt.alone = u32::try_from(poison.attempts).unwrap_or_default();
            if plan::isolates(&run.attempt) {
                self.store.isolate(&poison.operation_id, &unacceptable(&answer))?;
                run.pushed.attention += 1;
            }
        }
        Ok(run.pushed)
    }
}

#[cfg(test)]
mod tests;
