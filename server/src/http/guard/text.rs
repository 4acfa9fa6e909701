//! What can be seen in a document's text without parsing it: the parser recurses into brackets, so they are counted before.

use async_graphql::ServerError;

use super::costly;

/// The longest document, in bytes. Values travel as variables and are not counted here.
const BYTES: usize = 16 * 1024;
/// The deepest nesting of brackets.
const BRACKETS: usize = 64;
/// The most words, numbers, texts and signs.
const TOKENS: usize = 5_000;
/// The most directives.
const DIRECTIVES: usize = 100;

/// Counted in one walk over the bytes.
#[derive(Default)]
struct Shape {
    tokens: usize,
    directives: usize,
    open: usize,
    deepest: usize,
}

/// Refuses a text beyond a limit.
///
/// # Errors
/// `QUERY_TOO_COSTLY`.
pub fn scan(text: &str) -> Result<(), ServerError> {
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
