//! What a command shows: the same thing as text for a person and as JSON for a program.

use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    error::{Error, Exit, Result},
    message::Lang,
};

/// The end of a command.
pub struct Page {
    json: Value,
    text: String,
    failed: bool,
    /// The exit code.
    pub exit: Exit,
}

impl Page {
    /// A page of both forms.
    pub fn new(value: &impl Serialize, text: String, exit: Exit) -> Result<Page> {
        Ok(Page {
            json: serde_json::to_value(value)?,
            text,
            failed: false,
            exit,
        })
    }

    /// Prints one of them. An answer goes to standard output whatever it says, also to redirect it into a file; a failure
    /// goes to standard error for people, to standard output as JSON for programs.
    pub fn print(&self, json: bool) {
        let text = if json {
            self.json.to_string()
        } else {
            self.text.trim_end().to_owned()
        };
        // A reader that went away is nobody's error.
        let _ = match (json, self.failed) {
            (false, true) => writeln!(std::io::stderr(), "{text}"),
            (true, _) | (false, false) => writeln!(std::io::stdout(), "{text}"),
        };
    }
}

/// An error as a page.
pub fn failure(error: &Error, lang: Lang) -> Page {
    let message = error.message();
    let mut json = json!({ "error": { "code": error.code(), "message": { "th": message.th, "en": message.en } } });
    match error {
        Error::Refused(refusal) => json["error"]["refusal"] = json!(refusal),
        Error::Busy(holder) => json["error"]["holder"] = json!(holder),
        _ => (),
    }
    Page {
        json,
        text: message.of(lang).to_owned(),
        failed: true,
        exit: error.exit(),
    }
}
