//! What can be seen in a document's text without parsing it: the parser recurses into brackets, so they are counted before.

use async_graphql::ServerError;

use super::limits::{BRACKETS, BYTES, DIRECTIVES, NAME, TOKENS};

/// Counted in one walk over the bytes.
#[derive(Debug, Default)]
struct Shape {
    tokens: usize,
    directives: usize,
    open: usize,
    deepest: usize,
    longest: usize,
    /// Bytes that were looked at, whether alone or in a run.
    steps: usize,
}

/// Refuses a text beyond a limit; otherwise the steps that took, at most one a byte and one a run.
///
/// # Errors
/// `QUERY_TOO_COSTLY`.
pub fn scan(text: &str) -> Result<usize, ServerError> {
    BYTES.hold(text.len())?;
    let shape = shape(text.as_bytes());
    BRACKETS.hold(shape.deepest)?;
    TOKENS.hold(shape.tokens)?;
    NAME.hold(shape.longest)?;
    DIRECTIVES.hold(shape.directives)?;
    Ok(shape.steps)
}

fn shape(bytes: &[u8]) -> Shape {
    let mut shape = Shape::default();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let run = match byte {
            b'#' => run_of(after, |byte| !matches!(byte, b'\n' | b'\r')),
            b'"' => shape.token(text_run(after)),
            b'{' | b'[' | b'(' => shape.opened(),
            b'}' | b']' | b')' => shape.closed(),
            b'@' => shape.directive(),
            byte if is_word(*byte) => shape.word(run_of(after, is_word)),
            byte if byte.is_ascii_whitespace() || *byte == b',' => 0,
            _ => shape.token(0),
        };
        shape.steps += 1 + run;
        rest = after.get(run..).unwrap_or_default();
    }
    shape
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Shape {
    fn token(&mut self, run: usize) -> usize {
        self.tokens += 1;
        run
    }

    fn word(&mut self, run: usize) -> usize {
        self.longest = self.longest.max(1 + run);
        self.token(run)
    }

    fn opened(&mut self) -> usize {
        self.open += 1;
        self.deepest = self.deepest.max(self.open);
        self.token(0)
    }

    fn closed(&mut self) -> usize {
        self.open = self.open.saturating_sub(1);
        self.token(0)
    }

    fn directive(&mut self) -> usize {
        self.directives += 1;
        self.token(0)
    }
}

/// How many of the first bytes are such.
fn run_of(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !is_such(*byte)).unwrap_or(bytes.len())
}

/// What is left of a text after its first quote; a block text ends at `"""` and knows `\"""`, a plain one at `"` and knows `\` before
/// anything.
fn text_run(after: &[u8]) -> usize {
    let is_block = after.starts_with(b"\"\"");
    let (begin, end, escape): (usize, &[u8], &[u8]) = if is_block { (2, b"\"\"\"", b"\\\"\"\"") } else { (0, b"\"", b"\\") };
    let escaped = if is_block { escape.len() } else { 2 };
    let mut at = begin;
    while let Some(rest) = after.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(end) {
            return at + end.len();
        }
        at += if rest.starts_with(escape) { escaped } else { 1 };
    }
    after.len()
}
