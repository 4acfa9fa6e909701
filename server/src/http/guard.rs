//! The query guard: what a document may cost before it is validated. Linear in its bytes: the text is scanned once, and every
//! fragment is measured once, however often it is spread (fragments that spread each other double with every line).

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{ErrorExtensionValues, Name, Pos, ServerError};
use otop_schema::RefusalCode;

/// The longest document, in bytes. Values travel as variables and are not counted here.
pub const BYTES: usize = 16 * 1024;
/// The deepest nesting of brackets in the text: the parser recurses into them.
const BRACKETS: usize = 64;
/// The most words, numbers, texts and signs in the text.
const TOKENS: usize = 5_000;
/// The most directives in the text.
const DIRECTIVES: usize = 100;
/// The deepest selection, spreads and inline fragments included; a full introspection needs 18.
const DEPTH: u32 = 30;
/// The most fields, each counted as often as its fragment is spread.
const FIELDS: u32 = 2_000;
/// The most aliases, counted likewise.
const ALIASES: u32 = 200;

/// Parses a document that is small enough to be worth validating.
///
/// # Errors
/// `QUERY_TOO_COSTLY` beyond a limit, `INVALID` for a syntax error or fragments that contain themselves.
pub fn parse(text: &str) -> Result<ExecutableDocument, ServerError> {
    scan(text)?;
    let document = async_graphql::parser::parse_query(text).map_err(|error| coded(error.into(), RefusalCode::Invalid))?;
    measure(&document)?;
    Ok(document)
}

/// Adds the code programs match.
pub fn coded(mut error: ServerError, code: RefusalCode) -> ServerError {
    error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default)
        .set("code", code.as_str());
    error
}

fn costly(what: &str, limit: impl std::fmt::Display) -> ServerError {
    let message = format!("คำขอใหญ่เกินไป / The query has more {what} than {limit}.");
    coded(ServerError::new(message, None), RefusalCode::QueryTooCostly)
}

/// What can be seen in the text without parsing it.
#[derive(Default)]
struct Shape {
    tokens: usize,
    directives: usize,
    open: usize,
    deepest: usize,
}

fn scan(text: &str) -> Result<(), ServerError> {
    if text.len() > BYTES {
        return Err(costly("bytes", BYTES));
    }
    let shape = shape(text.as_bytes());
    let limits = [
        ("brackets inside each other", shape.deepest, BRACKETS),
        ("tokens", shape.tokens, TOKENS),
        ("directives", shape.directives, DIRECTIVES),
    ];
    match limits.iter().find(|(_, count, limit)| count > limit) {
        Some((what, _, limit)) => Err(costly(what, limit)),
        None => Ok(()),
    }
}

fn shape(bytes: &[u8]) -> Shape {
    let mut shape = Shape::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'#' => after_line(bytes, at),
            b'"' => shape.token(after_text(bytes, at)),
            b'{' | b'[' | b'(' => shape.opened(at + 1),
            b'}' | b']' | b')' => shape.closed(at + 1),
            b'@' => shape.directive(at + 1),
            byte if byte.is_ascii_alphanumeric() || *byte == b'_' => shape.token(after_word(bytes, at)),
            byte if byte.is_ascii_whitespace() || *byte == b',' => at + 1,
            _ => shape.token(at + 1),
        };
    }
    shape
}

impl Shape {
    fn token(&mut self, next: usize) -> usize {
        self.tokens += 1;
        next
    }

    fn opened(&mut self, next: usize) -> usize {
        self.open += 1;
        self.deepest = self.deepest.max(self.open);
        self.token(next)
    }

    fn closed(&mut self, next: usize) -> usize {
        self.open = self.open.saturating_sub(1);
        self.token(next)
    }

    fn directive(&mut self, next: usize) -> usize {
        self.directives += 1;
        self.token(next)
    }
}

fn after_line(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

fn after_word(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
        .unwrap_or(rest.len())
}

/// After a text in quotes; a block text ends at `"""` and knows `\"""`, a plain one at `"` and knows `\` before anything.
fn after_text(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let quotes: &[u8] = if rest.starts_with(b"\"\"\"") { b"\"\"\"" } else { b"\"" };
    let mut at = quotes.len();
    while let Some(rest) = rest.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(quotes) {
            return from + at + quotes.len();
        }
        let escape = if quotes.len() == 1 {
            rest.starts_with(b"\\")
        } else {
            rest.starts_with(b"\\\"\"\"")
        };
        at += if escape { 1 + quotes.len() } else { 1 };
    }
    bytes.len()
}

/// What a selection comes to with its fragments spread out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Weight {
    fields: u32,
    aliases: u32,
    depth: u32,
}

impl Weight {
    fn add(&mut self, inner: Weight) {
        self.fields = self.fields.saturating_add(inner.fields);
        self.aliases = self.aliases.saturating_add(inner.aliases);
        self.depth = self.depth.max(inner.depth.saturating_add(1));
    }
}

fn measure(document: &ExecutableDocument) -> Result<(), ServerError> {
    let mut scale = Scale {
        document,
        known: HashMap::new(),
    };
    let mut total = Weight::default();
    for (_, operation) in document.operations.iter() {
        total.add(scale.selection(&operation.node.selection_set.node)?);
    }
    let limits = [
        ("levels", total.depth, DEPTH + 1),
        ("fields", total.fields, FIELDS),
        ("aliases", total.aliases, ALIASES),
    ];
    match limits.iter().find(|(_, count, limit)| count > limit) {
        Some((what, _, limit)) => Err(costly(what, limit)),
        None => Ok(()),
    }
}

struct Scale<'d> {
    document: &'d ExecutableDocument,
    /// The weights of fragments; `None` while one is being measured.
    known: HashMap<&'d Name, Option<Weight>>,
}

impl<'d> Scale<'d> {
    fn selection(&mut self, set: &'d SelectionSet) -> Result<Weight, ServerError> {
        let mut total = Weight::default();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    total.fields = total.fields.saturating_add(1);
                    total.aliases = total.aliases.saturating_add(field.node.alias.is_some().into());
                    total.add(self.selection(&field.node.selection_set.node)?);
                }
                Selection::InlineFragment(fragment) => total.add(self.selection(&fragment.node.selection_set.node)?),
                Selection::FragmentSpread(spread) => total.add(self.fragment(&spread.node.fragment_name.node, item.pos)?),
            }
        }
        Ok(total)
    }

    /// A fragment is measured once. An unknown one weighs nothing: validation will name it.
    fn fragment(&mut self, name: &'d Name, at: Pos) -> Result<Weight, ServerError> {
        match self.known.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(contains_itself(name, at)),
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Weight::default());
        };
        self.known.insert(name, None);
        let weight = self.selection(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(weight));
        Ok(weight)
    }
}

fn contains_itself(name: &Name, at: Pos) -> ServerError {
    let message = format!("Cannot spread fragment \"{name}\" within itself.");
    coded(ServerError::new(message, Some(at)), RefusalCode::Invalid)
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
            wide(BYTES, "a"),
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
