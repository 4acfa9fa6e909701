//! The second wall, seen from the service: a person's transaction says whose it is before it asks anything, and PostgreSQL shows and
//! takes rows of that person's areas only, whatever the service forgets (`migrations/2026-11-22-000026_second_wall`).
//!
//! Whoever begins no transaction here is the node itself (its feed reader, the opening of months, sign-in) or a tool, and the owner.

use diesel::QueryResult;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection};
use otop_schema::AreaCode;

use crate::identity::Caller;

/// What a transaction is for.
#[derive(Debug, Clone, Copy)]
pub enum Mode {
    /// All fields of an answer: one snapshot.
    Read,
    /// One look: each statement sees what is committed.
    Look,
    /// A change.
    Write,
}

impl Mode {
    fn begin(self) -> &'static str {
        match self {
            Self::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Self::Look => "BEGIN READ ONLY",
            Self::Write => "BEGIN",
        }
    }
}

/// Begins a transaction as `otop_app`, in the caller's areas. It is one message: the wall costs no journey to the database.
///
/// # Errors
/// When the database fails, or its user may not become `otop_app`.
pub async fn begin(connection: &mut AsyncPgConnection, mode: Mode, caller: &Caller) -> QueryResult<()> {
    AnsiTransactionManager::begin_transaction_sql(connection, &words(mode, caller)).await
}

/// Settings end with the transaction (`true`). Codes of areas are letters and digits: nothing of them can leave its quotes.
fn words(mode: Mode, caller: &Caller) -> String {
    let lists = [
        ("totals", caller.total_areas()),
        ("reading", caller.reading_areas()),
        ("working", caller.working_areas()),
        ("calling", caller.calling_areas()),
    ];
    let lists = lists.map(|(name, areas)| format!("set_config('otop.{name}', '{}', true)", patterns(&areas)));
    let (begin, person, lists) = (mode.begin(), caller.person, lists.join(", "));
    format!("{begin}; SELECT set_config('role', 'otop_app', true), set_config('otop.person', '{person}', true), {lists}")
}

/// A PostgreSQL array of `LIKE` patterns.
fn patterns(areas: &[AreaCode]) -> String {
    // Fail point, nothing in a real build: the wall stands around another's area than the service believes.
    fail::fail_point!("wall-of-another", |area| format!("{{{}%}}", area.unwrap_or_default()));
    let patterns: Vec<String> = areas.iter().map(|area| format!("{}%", area.prefix())).collect();
    format!("{{{}}}", patterns.join(","))
}

#[cfg(test)]
mod tests {
    use otop_schema::Role;

    use super::*;

    fn words_of(assignments: &[(Role, &str)]) -> String {
        words(Mode::Write, &Caller::holding(assignments))
    }

    #[test]
    fn a_transaction_says_whose_it_is() {
        let said = words_of(&[(Role::EntryOfficer, "2706"), (Role::CommitteeMember, "2701"), (Role::Viewer, "27")]);
        assert_eq!(
            said,
            "BEGIN; SELECT set_config('role', 'otop_app', true), set_config('otop.person', '00000000-0000-0000-0000-000000000000', true), \
             set_config('otop.totals', '{27%,2701%,2706%}', true), set_config('otop.reading', '{2701%,2706%}', true), \
             set_config('otop.working', '{2706%}', true), set_config('otop.calling', '{2706%}', true)"
        );
    }

    #[test]
    fn the_nation_is_everything_and_nobody_nothing() {
        assert!(words_of(&[(Role::DepartmentOfficer, "TH")]).contains("'otop.working', '{%}'"));
        assert!(words_of(&[]).contains("'otop.totals', '{}'"));
    }
}
