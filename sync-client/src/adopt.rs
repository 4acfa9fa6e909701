//! An officer takes over the queue of a colleague who will not come back to send it: under the officer's own name, with a
//! reason, audited by the server. Nobody else reads or sends another person's edits.

use otop_schema::{Refusal, RefusalCode, Role};
use serde::Serialize;

use crate::{
    clock,
    error::{Error, Result},
    laptop::Laptop,
    store::{adopt::Absent, session::Session},
};

/// What was taken over.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Adoption {
    /// Whose edits they were.
    pub from: String,
    /// Edits that are the officer's now, and go out with the next sync.
    pub adopted: usize,
    /// Edits of that person that still wait here: of other districts, or for the person's own decision.
    pub left: i64,
    /// Why.
    pub reason: String,
}

impl Laptop {
    /// Takes over what waits of a colleague, by the name or the id, in the districts of the signed-in CD officer.
    ///
    /// # Errors
    /// The signed-in person is no CD officer of a district; nobody, or more than one, is called so; the reason is empty;
    /// nothing of that person waits in the officer's districts.
    pub fn adopt(&mut self, name: &str, reason: &str) -> Result<Adoption> {
        let session = self.store.signed_in()?;
        let districts = session.areas(Role::CdOfficer);
        if districts.is_empty() {
            return Err(only_officers().into());
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::usage("กรุณาระบุเหตุผล", "A reason is needed."));
        }
        let absent = self.called(&session, name)?;
        let at = clock::now().to_rfc3339();
        let adopted = self.store.adopt(&session.person, &districts, &absent.person, reason, &at)?;
        if adopted == 0 {
            return Err(nothing_of(&absent.name));
        }
        let waiting = self.store.others_waiting(&session.person)?;
        let left = waiting.into_iter().find(|waiting| waiting.name == absent.name);
        Ok(Adoption {
            from: absent.name,
            adopted,
            left: left.map_or(0, |left| left.edits),
            reason: reason.to_owned(),
        })
    }

    /// The one colleague of this laptop with that id, that name, or that part of it.
    fn called(&mut self, session: &Session, name: &str) -> Result<Absent> {
        let name = name.trim();
        let colleagues = self.store.colleagues(&session.person)?;
        let exactly = |absent: &&Absent| absent.person == name || absent.name == name;
        let partly = |absent: &&Absent| !name.is_empty() && absent.name.contains(name);
        let mut found: Vec<&Absent> = colleagues.iter().filter(exactly).collect();
        if found.is_empty() {
            found = colleagues.iter().filter(partly).collect();
        }
        match found.as_slice() {
            [absent] => Ok((*absent).clone()),
            _ => Err(nobody(name)),
        }
    }
}

fn only_officers() -> Refusal {
    Refusal::new(
        RefusalCode::Forbidden,
        "เฉพาะพัฒนาการอำเภอเท่านั้นที่รับรายการของผู้อื่นได้ / Only the CD officer of the district takes over another person's edits.",
    )
    .rule("cd-officer")
}

fn nobody(name: &str) -> Error {
    Error::usage(
        format!("ไม่พบผู้ใดชื่อ \"{name}\" ในเครื่องนี้ หรือมีมากกว่าหนึ่งคน ดูชื่อด้วย otop status"),
        format!("Nobody, or more than one, is called \"{name}\" on this laptop. See: otop status"),
    )
}

fn nothing_of(name: &str) -> Error {
    Error::usage(
        format!("ไม่มีรายการของ {name} ที่รอส่งในอำเภอของท่าน รับข้อมูลก่อนด้วย otop pull หากเพิ่งเข้าสู่ระบบ"),
        format!("Nothing of {name} waits for your district. If you have just signed in, read first: otop pull"),
    )
}

#[cfg(test)]
mod tests;
