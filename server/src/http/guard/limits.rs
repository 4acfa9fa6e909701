//! What a query may come to. Each limit stands here once; a refusal names it with what was found, and `docs/limits.md` lists it.

use async_graphql::{ErrorExtensionValues, ServerError};
use otop_schema::RefusalCode;

use super::coded;

/// A number that a query must not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The name: `rule` of the refusal.
    pub rule: &'static str,
    /// The largest number that is taken.
    pub most: u64,
    /// What is counted.
    pub counts: &'static str,
}

const fn limit(rule: &'static str, most: u64, counts: &'static str) -> Limit {
    Limit { rule, most, counts }
}

/// Values travel as variables and are not part of the text.
pub const BYTES: Limit = limit("bytes", 16 * 1024, "bytes of the document; variables are not part of it");
/// Every parser that comes after descends into brackets.
pub const BRACKETS: Limit = limit("brackets", 64, "brackets inside each other");
/// What parsing costs.
pub const TOKENS: Limit = limit("tokens", 5_000, "names, numbers, texts and signs");
/// A validator compares names with each other, and our longest has 31 letters.
pub const NAME: Limit = limit("name", 128, "letters of a name or number");
/// More than `@skip` and `@include` are not known.
pub const DIRECTIVES: Limit = limit("directives", 100, "directives");
/// A full introspection needs 17.
pub const LEVELS: Limit = limit("levels", 30, "selections inside each other, fragments included");
/// Fields, spreads and inline fragments, each as often as it is reached: what validation and execution walk.
pub const SELECTIONS: Limit = limit(
    "selections",
    2_000,
    "fields and fragments, each counted as often as it is spread; an unused fragment once",
);
/// What validation looks at beside them.
pub const PARTS: Limit = limit(
    "parts",
    10_000,
    "arguments, directives and parts of their values, each counted as often as it is spread",
);
/// Arguments of equal fields are compared each with each.
pub const ARGUMENTS: Limit = limit("arguments", 10, "arguments of a field or directive");
/// An alias asks for the same thing again.
pub const ALIASES: Limit = limit("aliases", 200, "aliases, each counted as often as it is spread");
/// The fields of a query's root run side by side.
pub const QUERY_ROOTS: Limit = limit("roots", 40, "fields at the root of a query");
/// The fields of a mutation's root are a transaction each, one after the other.
pub const MUTATION_ROOTS: Limit = limit("mutations", 10, "fields at the root of a mutation");
/// See [`super::weight`] for those that must stand alone.
pub const ALONE: Limit = limit("alone", 1, "fields at the root of a mutation that takes a batch");
/// The dashboard's widest question (nation, 878 districts, 12 months) comes to 30,000.
pub const COST: Limit = limit(
    "cost",
    200_000,
    "values the answer may have: fields times the lengths of the lists they stand in",
);

/// All of them, in the order in which they are looked at.
#[cfg(test)]
pub const ALL: [Limit; 14] = [
    BYTES,
    BRACKETS,
    TOKENS,
    NAME,
    DIRECTIVES,
    LEVELS,
    ARGUMENTS,
    SELECTIONS,
    PARTS,
    ALIASES,
    QUERY_ROOTS,
    MUTATION_ROOTS,
    ALONE,
    COST,
];

impl Limit {
    /// Refuses more than the limit.
    ///
    /// # Errors
    /// `QUERY_TOO_COSTLY` with the limit's name, its number and what was found.
    pub fn hold(self, found: impl TryInto<u64>) -> Result<(), ServerError> {
        let found = found.try_into().unwrap_or(u64::MAX);
        if found > self.most { Err(self.refusal(found)) } else { Ok(()) }
    }

    fn refusal(self, found: u64) -> ServerError {
        let Self { rule, most, counts } = self;
        let message = format!("คำขอใหญ่เกินไป ({rule} {found} > {most}) / The query is too large: {found} of at most {most} ({counts}).");
        let mut error = coded(ServerError::new(message, None), RefusalCode::QueryTooCostly);
        let values = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        values.set("rule", rule);
        values.set("limit", most);
        values.set("found", found);
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../docs/limits.md");

    fn is_listed(limit: Limit) -> bool {
        let row = format!("| `{}` | {} | {} |", limit.rule, limit.most, limit.counts);
        PAGE.lines().any(|line| line == row)
    }

    #[test]
    fn the_page_lists_every_limit_and_no_other() {
        for limit in ALL {
            assert!(
                is_listed(limit),
                "docs/limits.md lacks | `{}` | {} | {} |",
                limit.rule,
                limit.most,
                limit.counts
            );
        }
        let listed = PAGE.split("## Bounds").next().unwrap_or_default().lines();
        assert_eq!(listed.filter(|line| line.starts_with("| `")).count(), ALL.len());
        assert!(!is_listed(limit("bytes", 1, BYTES.counts)), "the check sees another number");
    }

    #[test]
    fn a_refusal_names_limit_and_finding() {
        assert!(TOKENS.hold(5_000u64).is_ok());
        let error = TOKENS.hold(5_001u64).unwrap_err();
        assert!(error.message.contains("tokens 5001 > 5000"), "{}", error.message);
        let values = error.extensions.unwrap();
        assert_eq!(values.get("rule"), Some(&"tokens".into()));
        assert_eq!(values.get("found"), Some(&5_001u64.into()));
    }
}
