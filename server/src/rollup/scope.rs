//! What of the figures one caller's question may reach, as the parameters the statements take.

use diesel::sql_types::{Array, Bool, Date, Text, Uuid as SqlUuid};
use otop_schema::{AreaCode, Role};
use uuid::Uuid;

use super::period::Span;
use crate::identity::Caller;
use crate::statement::{Statement, sql};

/// Places and producers whose figures are read together.
#[derive(Debug)]
pub struct Scope {
    /// `LIKE` patterns of the districts whose figures the caller sees.
    places: Vec<String>,
    /// Patterns of the districts whose drafts the caller sees too. The committee sees a report from its submission on (letter §2).
    drafts: Vec<String>,
    /// The producers asked about, where it is about producers.
    producers: Vec<Uuid>,
}

impl Scope {
    /// What `caller` sees of a place: all of it, or the parts he or she is assigned to.
    #[must_use]
    pub fn of_place(caller: &Caller, place: &AreaCode) -> Self {
        let inside = |area: AreaCode| match (area.contains(place), place.contains(&area)) {
            (true, _) => Some(districts(place)),
            (_, true) => Some(districts(&area)),
            _ => None,
        };
        Self {
            places: caller.total_areas().into_iter().filter_map(inside).collect(),
            drafts: drafts(caller),
            producers: Vec::new(),
        }
    }

    /// Producers of districts the caller has been found to read.
    #[must_use]
    pub fn of_producers_in(caller: &Caller, in_districts: &[AreaCode], producers: Vec<Uuid>) -> Self {
        Self {
            places: in_districts.iter().map(districts).collect(),
            // Not those a viewer's assignment lets one see sums of: a producer's figures are not for viewers.
            drafts: caller.working_areas().iter().map(districts).collect(),
            producers,
        }
    }

    /// A statement on districts: places, first and last month, basis, drafts.
    #[must_use]
    pub fn of_areas(&self, text: &'static str, span: Span) -> Statement<'_> {
        let statement = self.of_places(text, span).bind::<Bool, _>(span.confirmed());
        statement.bind::<Array<Text>, _>(&self.drafts)
    }

    /// A statement on what lies in districts: places, first and last month, drafts.
    #[must_use]
    pub fn of_units(&self, text: &'static str, span: Span) -> Statement<'_> {
        self.of_places(text, span).bind::<Array<Text>, _>(&self.drafts)
    }

    fn of_places(&self, text: &'static str, span: Span) -> Statement<'_> {
        sql(text)
            .bind::<Array<Text>, _>(&self.places)
            .bind::<Date, _>(span.months.from())
            .bind::<Date, _>(span.months.to())
    }

    /// A statement on producers: producers, first and last month, drafts.
    #[must_use]
    pub fn of_producers(&self, text: &'static str, span: Span) -> Statement<'_> {
        sql(text)
            .bind::<Array<SqlUuid>, _>(&self.producers)
            .bind::<Date, _>(span.months.from())
            .bind::<Date, _>(span.months.to())
            .bind::<Array<Text>, _>(&self.drafts)
    }
}

/// All codes inside a place.
#[must_use]
pub fn pattern(place: &AreaCode) -> String {
    format!("{}%", place.prefix())
}

/// All districts inside a place, or the one it lies in: figures are kept by district.
fn districts(place: &AreaCode) -> String {
    place.prefix().chars().take(4).chain(['%']).collect()
}

fn drafts(caller: &Caller) -> Vec<String> {
    caller
        .assignments
        .iter()
        .filter(|assignment| assignment.role != Role::CommitteeMember)
        .map(|assignment| districts(&assignment.area))
        .collect()
}

#[cfg(test)]
mod tests {
    use otop_schema::Assignment;

    use super::*;

    fn scope(assignments: &[(Role, &str)], place: &str) -> Scope {
        let assignment = |(role, area): &(Role, &str)| Assignment {
            role: *role,
            area: area.parse().unwrap(),
            from: chrono::NaiveDate::MIN,
            until: None,
            order_number: String::new(),
            capacity: String::new(),
        };
        let caller = Caller {
            person: Uuid::nil(),
            name: String::new(),
            position: String::new(),
            device: None,
            assignments: assignments.iter().map(assignment).collect(),
        };
        Scope::of_place(&caller, &place.parse().unwrap())
    }

    #[test]
    fn figures_reach_as_far_as_the_assignments() {
        assert_eq!(scope(&[(Role::Viewer, "TH")], "27").places, ["27%"]);
        assert_eq!(scope(&[(Role::EntryOfficer, "2706")], "TH").places, ["2706%"]);
        assert_eq!(scope(&[(Role::Viewer, "27")], "270601").places, ["2706%"]);
        assert!(scope(&[(Role::EntryOfficer, "2706")], "28").places.is_empty());
    }

    #[test]
    fn a_draft_is_not_there_for_the_committee() {
        let member = (Role::CommitteeMember, "2706");
        assert!(scope(&[member], "2706").drafts.is_empty());
        assert_eq!(scope(&[member, (Role::CdOfficer, "2701")], "27").drafts, ["2701%"]);
    }
}
