//! From what a request names to a document that is parsed and validated once: a text, or the hash of one that our own clients send.
//!
//! The form is that of the GraphQL-over-HTTP specification's appendix on persisted documents: `documentId` in the place of `query`,
//! with the prefix `sha256:`. It is what `@urql/core` sends by itself, and it leaves `extensions` to the clients.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use async_graphql::ServerError;
use async_graphql::parser::types::ExecutableDocument;
use otop_schema::{DOCUMENTS, Refusal, RefusalCode, digest};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::contract::Contract;
use super::parameters::Asked;
use super::{answer, caught, guard};
use crate::config::Accepted;
use crate::error::{Error, Result as Outcome};

/// How many bytes of others' texts are kept parsed. A byte of text becomes a hundred of a document at worst, so that is 8 MB; a usual
/// document has one or two thousand bytes.
const RECENT: u64 = 64 * 1024;

/// From how many bytes on a text is validated beside the threads that answer: rules compare each field with those of the same name.
const LONG: usize = 2048;

/// A document as several requests share it.
pub struct Document {
    /// Its parts.
    pub parsed: ExecutableDocument,
    text: String,
    /// Filled when it was found valid.
    is_valid: OnceLock<()>,
}

impl Document {
    fn read(text: &str) -> Result<Shared, ServerError> {
        Ok(Arc::new(Self {
            parsed: guard::parse(text)?,
            text: text.to_owned(),
            is_valid: OnceLock::new(),
        }))
    }

    fn is_long(&self) -> bool {
        self.text.len() > LONG
    }

    fn validate(&self, contract: &Contract) -> Result<(), Vec<ServerError>> {
        contract.validate(&self.text)?;
        self.is_valid.set(()).ok();
        Ok(())
    }
}

/// A document that several requests hold.
pub type Shared = Arc<Document>;
type Recent = Cache<String, Shared, ByLength, DefaultHashBuilder, DefaultLifecycle<String, Shared>>;

/// A document weighs what its text is long.
#[derive(Clone)]
struct ByLength;

impl Weighter<String, Shared> for ByLength {
    fn weight(&self, text: &String, _: &Shared) -> u64 {
        u64::try_from(text.len()).unwrap_or(u64::MAX)
    }
}

/// The documents a node takes.
pub struct Documents {
    accepted: Accepted,
    /// Those of our own clients, by the hash of their text.
    trusted: HashMap<String, Shared>,
    /// Others that were sent lately, by their text.
    recent: Recent,
    /// Whose long text is validated now: one at a time, so that the other processors answer.
    turn: Semaphore,
}

impl Documents {
    /// Parses the documents of our own clients.
    ///
    /// # Errors
    /// When one of them is none, which a test would have seen.
    pub fn new(accepted: Accepted) -> Outcome<Self> {
        let read = |(_, text): &(&str, &str)| Ok((hash(text), Document::read(text)?));
        let trusted = DOCUMENTS.iter().map(read).collect::<Result<_, ServerError>>();
        Ok(Self {
            accepted,
            trusted: trusted.map_err(|error| Error::internal(error.message))?,
            recent: recent()?,
            turn: Semaphore::new(1),
        })
    }

    /// The document of a request.
    ///
    /// # Errors
    /// `NOT_FOUND` for an id that is not known, `FORBIDDEN` for a text that is not trusted where only those are accepted, else what the
    /// guard says.
    pub fn find(&self, asked: &Asked) -> Result<Shared, ServerError> {
        match asked {
            Asked::Id(id) => self.by_id(id).ok_or_else(unknown),
            Asked::Text(text) if self.accepted == Accepted::Trusted => self.trusted.get(&hash(text)).cloned().ok_or_else(untrusted),
            Asked::Text(text) => self.by_text(text),
        }
    }

    /// Holds a document against the contract; a text that passed once passes always.
    ///
    /// # Errors
    /// Every rule it breaks.
    pub async fn validated(&self, document: &Shared, contract: &Arc<Contract>) -> Result<(), Vec<ServerError>> {
        if document.is_valid.get().is_some() {
            return Ok(());
        }
        if !document.is_long() {
            return document.validate(contract);
        }
        let _turn = self.turn.acquire().await;
        let (document, contract) = (document.clone(), contract.clone());
        match spawn_blocking(move || document.validate(&contract)).await {
            Ok(validated) => validated,
            Err(stopped) => Err(vec![caught::error(stopped.into_panic().as_ref())]),
        }
    }

    fn by_id(&self, id: &str) -> Option<Shared> {
        self.trusted.get(&id.strip_prefix("sha256:")?.to_ascii_lowercase()).cloned()
    }

    fn by_text(&self, text: &str) -> Result<Shared, ServerError> {
        if let Some(document) = self.recent.get(text) {
            return Ok(document);
        }
        let document = Document::read(text)?;
        self.recent.insert(text.to_owned(), document.clone());
        Ok(document)
    }
}

/// One shelf and not several: a shelf takes no document that is larger than itself.
fn recent() -> Outcome<Recent> {
    let mut options = OptionsBuilder::new();
    options.shards(1).estimated_items_capacity(64).weight_capacity(RECENT);
    let options = options.build().map_err(|cause| Error::internal(format!("{cause:?}")))?;
    Ok(Cache::with_options(
        options,
        ByLength,
        DefaultHashBuilder::default(),
        DefaultLifecycle::default(),
    ))
}

/// SHA-256 of a text, in lower-case hex.
fn hash(text: &str) -> String {
    digest(text.as_bytes())
}

fn unknown() -> ServerError {
    let message = "ไม่รู้จักเอกสารนี้ / No document of this id is known here; the id is sha256: and the hash of its text.";
    answer::error_of(&Refusal::new(RefusalCode::NotFound, message).field("documentId"))
}

fn untrusted() -> ServerError {
    let message = "ระบบนี้รับเฉพาะเอกสารที่ลงทะเบียนไว้ / Only documents that were registered before are taken here.";
    answer::error_of(&Refusal::new(RefusalCode::Forbidden, message).rule("trusted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Asked {
        Asked::Text(text.to_owned())
    }

    fn code(documents: &Documents, asked: &Asked) -> String {
        match documents.find(asked) {
            Ok(_) => "ok".to_owned(),
            Err(error) => error
                .extensions
                .and_then(|values| values.get("code").map(ToString::to_string))
                .unwrap_or_default(),
        }
    }

    #[test]
    fn our_own_documents_are_known_by_hash_and_by_text() {
        for accepted in [Accepted::Any, Accepted::Trusted] {
            let documents = Documents::new(accepted).unwrap();
            for (name, own) in DOCUMENTS {
                assert_eq!(code(&documents, &text(own)), "ok", "{name}");
                assert_eq!(code(&documents, &Asked::Id(format!("sha256:{}", hash(own)))), "ok", "{name}");
            }
            for id in [
                hash("{ me { name } }"),
                format!("sha256:{}", hash("{ me { name } }")),
                String::new(),
            ] {
                assert_eq!(code(&documents, &Asked::Id(id)), "\"NOT_FOUND\"");
            }
        }
    }

    #[test]
    fn others_are_taken_only_where_any_is() {
        let others = text("{ me { name } }");
        assert_eq!(code(&Documents::new(Accepted::Any).unwrap(), &others), "ok");
        assert_eq!(code(&Documents::new(Accepted::Trusted).unwrap(), &others), "\"FORBIDDEN\"");
    }

    #[test]
    fn a_document_is_parsed_once_and_few_are_kept() {
        let documents = Documents::new(Accepted::Any).unwrap();
        let first = documents.find(&text("{ me { name } }")).unwrap();
        let second = documents.find(&text("{ me { name } }")).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        let long = "a".repeat(100);
        for index in 0..2_000 {
            documents.find(&text(&format!("{{ {long}{index} }}"))).unwrap();
        }
        let kept = documents.recent.weight();
        assert!(kept > RECENT / 2 && kept <= RECENT, "{kept} bytes are kept");
    }
}
