//! What of the figures one caller's question may reach, as the parameters the statements take.

use diesel::sql_types::{Array, Bool, Date, Text, Uuid as SqlUuid};
use otop_schema::{AreaCode, MonthRange, Role};
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
    /// Patterns of those among them whose drafts count: a viewer knows that a draft is there, not the figures in it, which move by
    /// one producer's at a time.
    counted: Vec<String>,
    /// Patterns of the districts whose producers the caller knows: elsewhere he or she is a viewer, from whom sums of a few are
    /// withheld.
    known: Vec<String>,
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
            counted: caller.working_areas().iter().map(districts).collect(),
            known: caller.reading_areas().into_iter().filter_map(inside).collect(),
            producers: Vec::new(),
        }
    }

    /// Producers of districts the caller has been found to read.
    #[must_use]
    pub fn of_producers_in(caller: &Caller, in_districts: &[AreaCode], producers: Vec<Uuid>) -> Self {
        let places: Vec<String> = in_districts.iter().map(districts).collect();
        // Not those a viewer's assignment lets one see sums of: a producer's figures are not for viewers.
        let drafts: Vec<String> = caller.working_areas().iter().map(districts).collect();
        Self {
            known: places.clone(),
            places,
            counted: drafts.clone(),
            drafts,
            producers,
        }
    }

    /// Whether it reaches districts of which the caller is only a viewer.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.places.iter().any(|place| !self.known.contains(place))
    }

    /// A statement on the figures of districts: places, first and last month, basis, those whose drafts count, those that are known.
    #[must_use]
    pub fn of_figures(&self, text: &'static str, span: Span) -> Statement<'_> {
        let statement = of_places(text, &self.places, span.months).bind::<Bool, _>(span.confirmed());
        statement.bind::<Array<Text>, _>(&self.counted).bind::<Array<Text>, _>(&self.known)
    }

    /// A statement on the states of districts: places, first and last month, basis, drafts, those that are known.
    #[must_use]
    pub fn of_states(&self, text: &'static str, span: Span) -> Statement<'_> {
        let statement = of_places(text, &self.places, span.months).bind::<Bool, _>(span.confirmed());
        statement.bind::<Array<Text>, _>(&self.drafts).bind::<Array<Text>, _>(&self.known)
    }

    /// A statement on growth of districts: places, first and last month, those that are known.
    #[must_use]
    pub fn of_growth(&self, text: &'static str, months: MonthRange) -> Statement<'_> {
        self.of_months(text, months).bind::<Array<Text>, _>(&self.known)
    }

    /// A statement on reports of districts: places, first and last month.
    #[must_use]
    pub fn of_months(&self, text: &'static str, months: MonthRange) -> Statement<'_> {
        of_places(text, &self.places, months)
    }

    /// A statement on the places themselves.
    #[must_use]
    pub fn of_areas(&self, text: &'static str) -> Statement<'_> {
        sql(text).bind::<Array<Text>, _>(&self.places)
    }

    /// A statement on the known districts themselves.
    #[must_use]
    pub fn of_known(&self, text: &'static str) -> Statement<'_> {
        sql(text).bind::<Array<Text>, _>(&self.known)
    }

    /// A statement on the producers themselves.
    #[must_use]
    pub fn of_named(&self, text: &'static str) -> Statement<'_> {
        sql(text).bind::<Array<SqlUuid>, _>(&self.producers)
    }

    /// A statement on what lies in the known districts: places, first and last month, drafts.
    #[must_use]
    pub fn of_units(&self, text: &'static str, span: Span) -> Statement<'_> {
        of_places(text, &self.known, span.months).bind::<Array<Text>, _>(&self.counted)
    }

    /// A statement on producers: producers, first and last month, drafts.
    #[must_use]
    pub fn of_producers(&self, text: &'static str, span: Span) -> Statement<'_> {
        sql(text)
            .bind::<Array<SqlUuid>, _>(&self.producers)
            .bind::<Date, _>(span.months.from())
            .bind::<Date, _>(span.months.to())
            .bind::<Array<Text>, _>(&self.counted)
    }
}

fn of_places<'a>(text: &'static str, places: &'a [String], months: MonthRange) -> Statement<'a> {
    sql(text)
        .bind::<Array<Text>, _>(places)
        .bind::<Date, _>(months.from())
        .bind::<Date, _>(months.to())
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
    use super::*;

    fn scope(assignments: &[(Role, &str)], place: &str) -> Scope {
        Scope::of_place(&Caller::holding(assignments), &place.parse().unwrap())
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

    #[test]
    fn figures_of_a_draft_do_not_count_for_a_viewer() {
        let viewer = scope(&[(Role::Viewer, "27")], "2706");
        assert_eq!((viewer.drafts.as_slice(), viewer.counted.len()), (&["27%".to_owned()][..], 0));
        assert!(viewer.is_withheld());
        let both = scope(&[(Role::Viewer, "27"), (Role::EntryOfficer, "2706")], "2706");
        assert!(both.counted.contains(&"2706%".to_owned()) && !both.is_withheld());
    }
}
