//! The query guard: what a document may cost before it is validated. Linear in its bytes.

mod text;
mod weight;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{ErrorExtensionValues, ServerError};
use otop_schema::RefusalCode;

/// Parses a document that is small enough to be worth validating.
///
/// # Errors
/// `QUERY_TOO_COSTLY` beyond a limit, `INVALID` for a syntax error or fragments that contain themselves.
pub fn parse(document: &str) -> Result<ExecutableDocument, ServerError> {
    text::scan(document)?;
    let document = async_graphql::parser::parse_query(document).map_err(|error| coded(error.into(), RefusalCode::Invalid))?;
    weight::measure(&document)?;
    Ok(document)
}

/// Adds the code programs match.
pub fn coded(mut error: ServerError, code: RefusalCode) -> ServerError {
    let values = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    values.set("code", code.as_str());
    error
}

fn costly(what: &str, limit: impl std::fmt::Display) -> ServerError {
    let message = format!("คำขอใหญ่เกินไป / The query has more {what} than {limit}.");
    coded(ServerError::new(message, None), RefusalCode::QueryTooCostly)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> String {
        match parse(text) {
            Ok(_) => "ok".to_owned(),
            Err(error) => error
                .extensions
                .and_then(|values| values.get("code").map(ToString::to_string))
                .unwrap_or_default(),
        }
    }

    #[test]
    fn ordinary_documents_pass() {
        assert_eq!(verdict("{ me { name } }"), "ok");
        assert_eq!(verdict("query A { ...F } fragment F on Query { me { name } }"), "ok");
        assert_eq!(verdict("{ a(text: \"}}}{{{\\\"[[[\") # {{{{\n }"), "ok");
        assert_eq!(verdict("{ a(text: \"\"\"\\\"\"\" [[[ \"\"\") }"), "ok");
    }

    #[test]
    fn fragments_that_double_are_measured_not_walked() {
        let mut bomb = String::from("{ ...F0 }");
        for index in 0..25 {
            bomb.push_str(&format!(" fragment F{index} on Query {{ ...F{0} ...F{0} }}", index + 1));
        }
        bomb.push_str(" fragment F25 on Query { me { name } }");
        assert_eq!(verdict(&bomb), "\"QUERY_TOO_COSTLY\"");
    }

    #[test]
    fn fragments_that_contain_themselves_are_refused() {
        assert_eq!(
            verdict("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
            "\"INVALID\""
        );
    }

    #[test]
    fn each_limit_bites() {
        let deep_value = format!("{{ a(x: {}{}) }}", "[".repeat(5_000), "]".repeat(5_000));
        let deep = format!("{}a{}", "{ a ".repeat(40), "}".repeat(40));
        let wide = |count: usize, item: &str| format!("{{ {} }}", item.repeat(count));
        let aliases: String = (0..201).map(|index| format!("a{index}: b ")).collect();
        for text in [
            deep_value,
            deep,
            wide(101, "a @x "),
            wide(2_001, "a "),
            format!("{{ {aliases} }}"),
            wide(16 * 1024, "a"),
        ] {
            assert_eq!(verdict(&text), "\"QUERY_TOO_COSTLY\"", "{}", &text[..40]);
        }
    }

    #[test]
    fn a_syntax_error_is_invalid() {
        assert_eq!(verdict("{ a"), "\"INVALID\"");
        assert_eq!(verdict(""), "\"INVALID\"");
    }
}
