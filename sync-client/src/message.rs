//! Everything said to a person is said twice: Thai first, English on request.

use clap::ValueEnum;
use serde::Serialize;

/// The language of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Lang {
    /// Thai, the language of the office.
    #[default]
    Th,
    /// English.
    En,
}

impl Lang {
    /// The text of this language.
    #[must_use]
    pub fn of<'a>(self, thai: &'a str, english: &'a str) -> &'a str {
        match self {
            Lang::Th => thai,
            Lang::En => english,
        }
    }
}

/// One message in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Thai.
    pub th: String,
    /// English.
    pub en: String,
}

impl Message {
    /// A message from its two texts.
    pub fn new(thai: impl Into<String>, english: impl Into<String>) -> Self {
        Message {
            th: thai.into(),
            en: english.into(),
        }
    }

    /// A sentence of the schema's: Thai, ` / `, English.
    #[must_use]
    pub fn spoken(sentence: &str) -> Self {
        let (thai, english) = sentence.split_once(" / ").unwrap_or((sentence, sentence));
        Message::new(thai, english)
    }

    /// The text of one language.
    #[must_use]
    pub fn of(&self, lang: Lang) -> &str {
        lang.of(&self.th, &self.en)
    }
}
