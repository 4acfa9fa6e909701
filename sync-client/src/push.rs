//! Sending what waits: the driver that asks [`plan`] what to do about each answer, and does it.

use std::time::Duration;

use cynic::MutationBuilder;
use otop_schema::Long;
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    online::{ended, explained},
    plan::{self, Answer, Fate, Step},
    progress::Progress,
    queue::{self, Months},
    store::outbox::Queued,
    wire::push::{Push, PushVariables, SyncPushInput, SyncPushPayload},
};

mod frame;
mod run;

use frame::{outcomes, unacceptable};
use run::Run;

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
        let session = self.store.signed_in()?;
        let queue = self.ready(&session.person)?;
        if queue.is_empty() {
            return Ok(Pushed::default());
        }
        let token = session.access_token.ok_or_else(ended)?;
        let mut run = Run::new(self.remote()?, token);
        let mut rest = queue.as_slice();
        while !rest.is_empty() {
            let decided = self.push_once(&mut run, rest).await?;
            rest = &rest[decided..];
            fail::fail_point!("between-batches", |_| std::process::abort());
            (self.progress)(Progress::Pushed(queue.len() - rest.len(), queue.len()));
        }
        self.settle_aside(run)
    }

    /// The operations of a person that are worth sending now.
    pub fn ready(&mut self, person: &str) -> Result<Vec<Queued>> {
        let months = Months::new(self.store.producers()?, self.store.reports()?);
        let now = self.business_now()?;
        Ok(queue::ready(self.store.queue(person, &["pending", "held"])?, &months, now))
    }

    /// Sends one batch from the head of `rest` and gives how many operations need no further sending in this run.
    async fn push_once(&mut self, run: &mut Run, rest: &[Queued]) -> Result<usize> {
        let batch = &rest[..run.next(rest)];
        let Some(first) = batch.first() else { return Ok(1) };
        run.attempt.operations = batch.len();
        run.attempt.alone = u32::try_from(first.attempts).unwrap_or_default();
        run.attempt.draw = rand::random();
        let answer = self.send(run, batch).await?;
        let (answer, payload) = match answer {
            Ok(payload) => (outcomes(&payload), Some(payload)),
            Err(answer) => (answer, None),
        };
        self.obey(plan::plan(&answer, &run.attempt), &answer, run, batch, payload).await
    }

    async fn send(&mut self, run: &Run, batch: &[Queued]) -> Result<std::result::Result<SyncPushPayload, Answer>> {
        let input = SyncPushInput {
            device_id: self.store.device_id()?.into(),
            epoch: self.store.standing()?.epoch.map(Into::into),
            acked_through: Long(self.store.acked_through()?),
            operations: batch.iter().map(Queued::to_wire).collect::<Result<_>>()?,
        };
        let answer = run.remote.ask::<Push>(&run.token, &Push::build(PushVariables { input })).await;
        Ok(answer.map(|push| push.sync_push))
    }

    /// Does what the plan says.
    async fn obey(
        &mut self,
        step: Step,
        answer: &Answer,
        run: &mut Run,
        batch: &[Queued],
        payload: Option<SyncPushPayload>,
    ) -> Result<usize> {
        match step {
            Step::Record(fates) => self.write_down(run, &fates, payload).await,
            Step::Halve => run.halve(batch.len()),
            Step::Aside => run.set_aside(batch, answer),
            Step::Refresh => self.refresh(run).await,
            Step::SignIn => Err(ended()),
            Step::Wait(_) if run.attempt.failures >= self.patience => Err(explained(answer, run.remote.server())),
            Step::Wait(time) => self.wait(run, time).await,
        }
    }

    async fn write_down(&mut self, run: &mut Run, fates: &[Fate], payload: Option<SyncPushPayload>) -> Result<usize> {
        let Some(payload) = payload else { return Ok(0) };
        fail::fail_point!("after-answer", |_| std::process::abort());
        self.store.record(fates, &payload)?;
        run.decided(fates);
        if let Some(pause) = payload.retry_after_ms.and_then(|ms| u64::try_from(ms).ok()) {
            tokio::time::sleep(Duration::from_millis(pause).min(crate::backoff::LAST)).await;
        }
        Ok(fates.len())
    }

    async fn refresh(&mut self, run: &mut Run) -> Result<usize> {
        run.attempt.refreshed = true;
        run.token = self.renewed(&run.remote).await?;
        Ok(0)
    }

    async fn wait(&mut self, run: &mut Run, time: Duration) -> Result<usize> {
        run.attempt.failures += 1;
        (self.progress)(Progress::Waiting(time));
        tokio::time::sleep(time).await;
        Ok(0)
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
