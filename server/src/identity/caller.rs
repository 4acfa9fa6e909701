//! The person behind a request, with the assignments that hold today.

use otop_schema::{AreaCode, Assignment, Refusal, RefusalCode, Role};
use uuid::Uuid;

use crate::error::{Error, Result};

/// A signed-in person. Built anew for every request, so that an ended assignment ends at once.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person.
    pub person: Uuid,
    /// The person's name, as it stands in the audit trail.
    pub name: String,
    /// The person's position, as it stands in the signature block.
    pub position: String,
    /// The device the sign-in is bound to.
    pub device: Option<Uuid>,
    /// Whether the password was typed lately enough for certifying and signing.
    pub typed_lately: bool,
    /// Assignments that hold on today's Bangkok day.
    pub assignments: Vec<Assignment>,
}

#[cfg(test)]
impl Caller {
    /// Nobody known, who holds these roles over these areas for ever.
    pub(crate) fn holding(assignments: &[(Role, &str)]) -> Self {
        let assignment = |(role, area): &(Role, &str)| Assignment {
            role: *role,
            area: area.parse().unwrap(),
            from: chrono::NaiveDate::MIN,
            until: None,
            order_number: String::new(),
            capacity: String::new(),
        };
        Self {
            person: Uuid::nil(),
            name: String::new(),
            position: String::new(),
            device: None,
            typed_lately: true,
            assignments: assignments.iter().map(assignment).collect(),
        }
    }
}

impl Caller {
    /// The assignment by which the caller holds `role` over `area`, if any.
    #[must_use]
    pub fn holds(&self, role: Role, area: &AreaCode) -> Option<&Assignment> {
        self.assignments
            .iter()
            .find(|assignment| assignment.role == role && assignment.covers(area))
    }

    /// Refuses unless the caller holds `role` over `area`.
    ///
    /// # Errors
    /// `FORBIDDEN` for who sees the area; `NOT_FOUND` on `field` for who does not.
    pub fn must_hold(&self, role: Role, area: &AreaCode, field: &str) -> Result<&Assignment> {
        match self.holds(role, area) {
            Some(assignment) => Ok(assignment),
            None if self.sees_totals(area) => Err(Error::forbidden("role")),
            None => Err(Error::not_found(field)),
        }
    }

    /// Refuses who has not typed the password lately: an open screen neither certifies nor signs.
    ///
    /// # Errors
    /// `REAUTHENTICATION_REQUIRED`
    pub fn must_have_typed_lately(&self) -> Result<()> {
        if self.typed_lately {
            return Ok(());
        }
        let message = "โปรดใส่รหัสผ่านอีกครั้งก่อนรับรองหรือลงนาม / Please type your password again before certifying or signing";
        Err(Refusal::new(RefusalCode::ReauthenticationRequired, message).into())
    }

    /// Whether the caller sees producers, sheets and reports of `area` (a viewer does not).
    #[must_use]
    pub fn reads(&self, area: &AreaCode) -> bool {
        self.assignments
            .iter()
            .any(|assignment| assignment.role != Role::Viewer && assignment.covers(area))
    }

    /// Whether the caller sees rollups and report states of `area`.
    #[must_use]
    pub fn sees_totals(&self, area: &AreaCode) -> bool {
        self.assignments.iter().any(|assignment| assignment.covers(area))
    }

    /// Whether the caller sees the figures of `area` while they are being written, and what waits for a person there.
    #[must_use]
    pub fn works_in(&self, area: &AreaCode) -> bool {
        self.working_areas().iter().any(|own| own.contains(area))
    }

    /// Code prefixes of the areas whose producers and sheets the caller reads while they are being written: everybody's but
    /// the viewer's, and the committee's, who see a report from its submission on.
    #[must_use]
    pub fn working_areas(&self) -> Vec<AreaCode> {
        self.areas(|role| !matches!(role, Role::Viewer | Role::CommitteeMember))
    }

    /// Areas whose producers and reports the caller reads at all: everybody's but the viewer's.
    #[must_use]
    pub fn reading_areas(&self) -> Vec<AreaCode> {
        self.areas(|role| role != Role::Viewer)
    }

    /// Whether the caller needs to know whom to call about a producer of `area`.
    #[must_use]
    pub fn calls(&self, area: &AreaCode) -> bool {
        self.calling_areas().iter().any(|own| own.contains(area))
    }

    /// Areas whose contact persons and telephones the caller sees: the district's officers collect figures, the province's follow
    /// what is missing; nobody else calls (assumption, domain: personal data).
    #[must_use]
    pub fn calling_areas(&self) -> Vec<AreaCode> {
        self.areas(|role| matches!(role, Role::EntryOfficer | Role::CdOfficer | Role::ProvinceOfficer))
    }

    /// Areas whose rollups and report states the caller sees.
    #[must_use]
    pub fn total_areas(&self) -> Vec<AreaCode> {
        self.areas(|_| true)
    }

    fn areas(&self, wanted: impl Fn(Role) -> bool) -> Vec<AreaCode> {
        let mut areas: Vec<AreaCode> = self
            .assignments
            .iter()
            .filter(|assignment| wanted(assignment.role))
            .map(|assignment| assignment.area.clone())
            .collect();
        areas.sort();
        areas.dedup();
        areas
    }
}
