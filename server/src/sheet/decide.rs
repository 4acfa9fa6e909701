//! What becomes of one edit: scope → operation → window → status → value → base, in memory, under the report's lock.

use otop_schema::{
    Action, Amount, AreaCode, Base, BaseFact, Change, Decision, EntryFact, OperationOutcome, Refusal, RefusalCode, Role, SheetFact,
    SheetState, Subject, copied_may_be, sheet_may_be,
};
use uuid::Uuid;

use super::attention::Matter;
use super::facts::{Facts, SheetFacts};
use super::figures::Figures;
use super::known::Known;
use super::ledger::Ledger;
use super::object::{RevenueEntry, Sheet};
use super::operation::{Answer, Operation};
use crate::identity::Caller;
use crate::text::{self, LONGEST};

/// A batch under decision: what holds, and what is to be written.
pub(super) struct Batch<'a> {
    pub caller: &'a Caller,
    pub facts: Facts,
    pub figures: Figures,
    pub ledger: Ledger,
}

/// What an edit is about, as the server holds it after the edit was decided; nothing for an edit that only closes something.
#[derive(Default)]
pub(super) struct Master {
    /// The version of the cell, sheet or figure of an estimate.
    pub version: Option<i32>,
    /// The version of the sheet, where the edit is about one or a cell of it.
    pub sheet_version: Option<i32>,
    /// The amount that stands; none where it is removed, or no amount.
    pub amount: Option<Amount>,
    /// The sheet's state, where the edit is about that.
    pub state: Option<SheetState>,
}

/// The role in which the caller edits figures of a district.
pub(super) fn editing_role(caller: &Caller, district: &AreaCode) -> Option<Role> {
    Action::Edit
        .roles()
        .iter()
        .copied()
        .find(|role| caller.holds(*role, district).is_some())
}

impl Batch<'_> {
    /// Decides on one edit and notes what is to be written for it.
    pub(super) fn decide(&mut self, operation: &Operation) -> Answer {
        match &operation.change {
            Change::Discard { .. } => self.discard(operation),
            Change::Cell { .. } | Change::Sheet { .. } | Change::Estimate { .. } => self.figure(operation),
        }
    }

    /// An edit of a figure or a sheet.
    fn figure(&mut self, operation: &Operation) -> Answer {
        let (subject, role) = match self.scope(operation) {
            Ok(found) => found,
            Err(refusal) => return operation.refused(refusal),
        };
        if let Some(known) = self.facts.known.get(&operation.id) {
            return known.replay(operation);
        }
        let answer = self
            .judge(operation, &subject, role)
            .unwrap_or_else(|refusal| operation.refused(refusal));
        self.settle(operation, &subject, &answer);
        answer
    }

    /// The report or estimate an edit belongs to and the role the caller edits it in. A refusal here stores nothing.
    fn scope(&self, operation: &Operation) -> Result<(Subject, Role), Refusal> {
        let producer = operation.producer().ok_or_else(Refusal::not_found)?;
        let unknown = || Refusal::not_found().field("producerId");
        let district = self.facts.districts.get(&producer).ok_or_else(unknown)?;
        let role = match editing_role(self.caller, district) {
            Some(role) => role,
            None if self.caller.reads(district) => return Err(Refusal::forbidden()),
            None => return Err(unknown()),
        };
        self.may_adopt(operation, district)?;
        let subject = operation.subject(district).ok_or_else(Refusal::not_found)?;
        Ok((subject, role))
    }

    /// An absent colleague's edit is sent by the district's CD officer, for somebody who records or recorded there. A
    /// refusal stores nothing: a mistake of the sender must not use up the colleague's edit.
    fn may_adopt(&self, operation: &Operation, district: &AreaCode) -> Result<(), Refusal> {
        let Some(adoption) = &operation.adoption else { return Ok(()) };
        if self.caller.holds(Role::CdOfficer, district).is_none() {
            return Err(Refusal::forbidden().field("adoption").rule("cd-officer"));
        }
        if !self.facts.recorders.contains(&(adoption.person, district.clone())) {
            return Err(Refusal::not_found().field("adoption.person"));
        }
        Ok(())
    }

    /// Window → status → value → base.
    fn judge(&mut self, operation: &Operation, subject: &Subject, role: Role) -> Result<Answer, Refusal> {
        let facts = self.facts.reports.get(subject).ok_or_else(Refusal::not_found)?;
        facts.time.writable()?;
        facts.status.step(Action::Edit, role)?;
        self.value(operation)?;
        let decision = self.unless_settled(operation, self.against_base(operation));
        match decision {
            Decision::Apply => Ok(self.apply(operation, subject)),
            Decision::Noop => Ok(operation.answer(OperationOutcome::Noop)),
            Decision::Conflict => Ok(Answer {
                conflict: Some(Uuid::now_v7()),
                ..operation.answer(OperationOutcome::Conflict)
            }),
            Decision::Blocked => Ok(Answer {
                refusal: Some(blocked()),
                ..operation.answer(OperationOutcome::Blocked)
            }),
        }
    }

    /// Whether the value may stand on this sheet.
    fn value(&self, operation: &Operation) -> Result<(), Refusal> {
        if let Some((refusal, _)) = &operation.unfit {
            return Err(refusal.clone());
        }
        if let Change::Estimate { entry, note, .. } = &operation.change {
            self.facts.estimates.fits(entry)?;
            return not_too_long("note", note.as_deref());
        }
        let sheet = operation
            .sheet()
            .and_then(|key| self.facts.sheets.get(&key))
            .ok_or_else(Refusal::not_found)?;
        if sheet.kind.is_none() {
            return Err(Refusal::invalid(
                "month",
                "producer-active",
                "ผู้ผลิตไม่ได้ดำเนินกิจการในเดือนนี้ / The producer is not active in this month",
            ));
        }
        match &operation.change {
            Change::Cell { month, channel, note, .. } => {
                if !self.facts.channels.holds_in(channel, *month) {
                    return Err(Refusal::invalid(
                        "channel",
                        "known-channel",
                        "ไม่รู้จักช่องทางการจำหน่ายนี้ / Unknown sales channel",
                    ));
                }
                not_too_long("note", note.as_deref())
            }
            Change::Sheet {
                state,
                reason,
                given_by,
                note,
                copied,
                ..
            } => {
                let positive = sheet.entries.values().any(|entry| !entry.deleted && entry.amount > Amount::ZERO);
                sheet_may_be(*state, reason.as_deref(), positive)?;
                copied_may_be(*state, *copied)?;
                not_too_long("reason", reason.as_deref())?;
                not_too_long("givenBy", given_by.as_deref())?;
                not_too_long("note", note.as_deref())
            }
            Change::Estimate { .. } | Change::Discard { .. } => Ok(()),
        }
    }

    /// What the edit rests on, against what holds now.
    fn against_base(&self, operation: &Operation) -> Decision {
        let base = self.base(operation);
        let facts = self.sheet_of(operation);
        match &operation.change {
            Change::Cell { amount, note, .. } => self.entry(operation).decide(base, *amount, note.as_deref()),
            Change::Sheet {
                state,
                reason,
                given_by,
                given_on,
                note,
                copied,
                ..
            } => {
                let offered = SheetFact {
                    version: 0,
                    state: Some(*state),
                    reason: reason.clone(),
                    given_by: given_by.clone(),
                    given_on: *given_on,
                    note: note.clone(),
                    copied: *copied,
                };
                facts
                    .and_then(|facts| facts.sheet.as_ref())
                    .map_or_else(SheetFact::default, Sheet::fact)
                    .decide(base, &offered)
            }
            Change::Estimate { entry, amount, note } => self.facts.estimates.fact(entry).decide(base, *amount, note.as_deref()),
            Change::Discard { .. } => Decision::Noop,
        }
    }

    fn sheet_of(&self, operation: &Operation) -> Option<&SheetFacts> {
        self.facts.sheets.get(&operation.sheet()?)
    }

    /// The cell an edit is about, as it holds now.
    fn entry(&self, operation: &Operation) -> EntryFact {
        let found = self.sheet_of(operation).zip(operation.entry());
        let entry = found.and_then(|(facts, key)| facts.entries.get(&(key.category, key.channel)));
        entry.map_or_else(EntryFact::default, RevenueEntry::fact)
    }

    /// Two people settle one conflict differently without knowing of each other: the first one wins, the second is told by a
    /// conflict of his or her own.
    fn unless_settled(&self, operation: &Operation, decision: Decision) -> Decision {
        let settled = operation
            .settles()
            .and_then(|conflict| self.facts.attention.get(&conflict))
            .is_some_and(|conflict| conflict.closed);
        match decision {
            Decision::Apply if settled => Decision::Conflict,
            Decision::Apply | Decision::Noop | Decision::Conflict | Decision::Blocked => decision,
        }
    }

    /// A version named directly or by its value, or the one the person's own earlier edit made of the same cell or sheet.
    fn base(&self, operation: &Operation) -> BaseFact {
        match &operation.base {
            Base::Version(version) => BaseFact::Version(*version),
            Base::Value(seen) => self.entry(operation).as_base(seen),
            Base::Operation(id) => self
                .facts
                .known
                .get(id)
                .filter(|known| known.is_own(operation, self.caller.person))
                .and_then(|known| known.version_of(operation))
                .map_or(BaseFact::NotApplied, BaseFact::Version),
        }
    }

    /// "Take theirs", "I saw the refusal", or "it need not wait": nothing changes but that it no longer waits. Unknown and foreign
    /// ids answer alike: there is nothing to close.
    fn discard(&mut self, operation: &Operation) -> Answer {
        let attention = operation.discards().and_then(|matter| self.facts.attention.get(&matter));
        let Some(attention) = attention.filter(|attention| editing_role(self.caller, &attention.district).is_some()) else {
            return operation.unfit_or(OperationOutcome::Noop);
        };
        if let Err(refusal) = self.may_adopt(operation, &attention.district) {
            return operation.refused(refusal);
        }
        if let Some(known) = self.facts.known.get(&operation.id) {
            return known.replay(operation);
        }
        let subject = attention.subject();
        let outcome = if attention.closed {
            OperationOutcome::Noop
        } else {
            OperationOutcome::Applied
        };
        let answer = operation.unfit_or(outcome);
        self.settle(operation, &subject, &answer);
        answer
    }

    /// Notes the answer in the ledger, unless the edit is held: its id is not consumed then.
    fn settle(&mut self, operation: &Operation, subject: &Subject, answer: &Answer) {
        let Some(facts) = self.facts.reports.get(subject) else { return };
        let told = self.ledger.told.entry(subject.clone()).or_default();
        told.at = Some(facts.time.now);
        if answer.outcome == OperationOutcome::Held {
            if self.facts.held.insert(operation.id) {
                told.held.push(operation.id);
            }
            self.ledger.hold(operation, subject, answer, facts.time.now);
            return;
        }
        if self.facts.held.remove(&operation.id) {
            self.ledger.release(subject, operation.id);
        }
        let master = self.master(operation);
        let known = Known::new(self.caller.person, operation, answer, &master);
        self.ledger.note(operation, subject, answer, &known, facts.time.now, &master);
        for matter in self.closed_by(operation, subject, answer) {
            self.close(matter, subject, operation.id);
        }
        self.facts.known.insert(operation.id, known);
    }

    /// What the edit is about, as it holds now.
    fn master(&self, operation: &Operation) -> Master {
        if let Some(key) = operation.estimate() {
            let EntryFact { version, amount, .. } = self.facts.estimates.fact(&key);
            return Master {
                version: Some(version),
                amount,
                ..Master::default()
            };
        }
        let Some(facts) = self.sheet_of(operation) else {
            return Master::default();
        };
        let sheet_version = Some(facts.sheet.as_ref().map_or(0, |sheet| sheet.version));
        match operation.entry() {
            Some(_) => {
                let EntryFact { version, amount, .. } = self.entry(operation);
                Master {
                    version: Some(version),
                    sheet_version,
                    amount,
                    state: None,
                }
            }
            None => Master {
                version: sheet_version,
                sheet_version,
                amount: None,
                state: facts.sheet.as_ref().map(|sheet| sheet.state),
            },
        }
    }

    fn close(&mut self, matter: Matter, subject: &Subject, by: Uuid) {
        let Some(attention) = self.facts.attention.get_mut(&matter) else {
            return;
        };
        attention.closed = true;
        match matter {
            Matter::Edit(id) if attention.held => self.ledger.release(subject, id),
            Matter::Conflict(_) | Matter::Edit(_) => self.ledger.close(subject, matter, by),
        }
    }

    /// The open matters this edit closes: a settled conflict once the edit holds, a superseded edit in any case.
    fn closed_by(&self, operation: &Operation, subject: &Subject, answer: &Answer) -> Vec<Matter> {
        let holds = matches!(answer.outcome, OperationOutcome::Applied | OperationOutcome::Noop);
        let open = |matter: &Matter| {
            let attention = self.facts.attention.get(matter);
            attention.is_some_and(|attention| attention.open_to(operation, subject))
        };
        [
            operation.discards().filter(|_| holds),
            operation.settles().filter(|_| holds),
            operation.replaces(),
        ]
        .into_iter()
        .flatten()
        .filter(open)
        .collect()
    }
}

fn not_too_long(field: &str, text: Option<&str>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |text| text::fits(field, text, LONGEST))
}

fn blocked() -> Refusal {
    Refusal::new(
        RefusalCode::Invalid,
        "รายการก่อนหน้าที่รายการนี้อ้างถึงยังไม่ได้รับการบันทึก / The earlier edit this one rests on was not recorded",
    )
    .field("base")
    .rule("base-applied")
}
