//! Why a command could not do its work, in the words of a person and with the exit code of a program.

use otop_schema::{Refusal, RefusalCode};

use crate::message::Message;

/// What every fallible function here gives back.
pub type Result<T> = std::result::Result<T, Error>;

/// A command's end as a number for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// It went wrong.
    Error = 1,
    /// The command line was not understood.
    Usage = 2,
    /// The server was not reached; nothing is lost, everything waits.
    Offline = 3,
    /// Something waits for a person's decision.
    Attention = 4,
    /// Something waits for a month to open.
    Closed = 5,
}

/// Everything that can go wrong on a laptop.
#[derive(Debug)]
pub enum Error {
    /// The person asked for something that does not exist or cannot be.
    Usage(Message),
    /// No server, or none of ours.
    Offline(Message),
    /// The sign-in has ended or failed; the queue waits.
    SignIn(Message),
    /// A rule says no, here or on the server.
    Refused(Refusal),
    /// The file was written by a newer program of this version.
    Newer(i32),
    /// The file does not keep what it must: `PRAGMA` name and value found.
    Unsafe(&'static str, String),
    /// SQLite refused.
    Store(diesel::result::Error),
    /// Anything else, in plain text.
    Other(String),
}

impl Error {
    /// A usage error from its two texts.
    pub fn usage(thai: impl Into<String>, english: impl Into<String>) -> Self {
        Error::Usage(Message::new(thai, english))
    }

    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Error::Usage(_) => Exit::Usage,
            Error::Offline(_) => Exit::Offline,
            Error::Refused(refusal) if refusal.code == RefusalCode::MonthClosed => Exit::Closed,
            Error::SignIn(_) | Error::Refused(_) | Error::Newer(_) | Error::Unsafe(..) | Error::Store(_) | Error::Other(_) => Exit::Error,
        }
    }

    /// The stable code of JSON answers.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Usage(_) => "USAGE",
            Error::Offline(_) => "OFFLINE",
            Error::SignIn(_) => RefusalCode::Unauthenticated.as_str(),
            Error::Refused(refusal) => refusal.code.as_str(),
            Error::Newer(_) => "NEWER_FILE",
            Error::Unsafe(..) | Error::Store(_) => "STORE",
            Error::Other(_) => "ERROR",
        }
    }

    /// What a person reads.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Error::Usage(message) | Error::Offline(message) | Error::SignIn(message) => message.clone(),
            Error::Refused(refusal) => refused(refusal),
            Error::Newer(version) => Message::new(
                format!("แฟ้มข้อมูลเป็นของโปรแกรมรุ่นใหม่กว่า (รุ่น {version}) กรุณาปรับปรุงโปรแกรม"),
                format!("The data file belongs to a newer program (version {version}): update this one."),
            ),
            Error::Unsafe(name, found) => Message::new(
                format!("ระบบแฟ้มนี้เก็บข้อมูลไม่ปลอดภัย ({name} = {found})"),
                format!("This file system does not keep data safely ({name} = {found})."),
            ),
            Error::Store(cause) => Message::new(
                format!("อ่านหรือเขียนแฟ้มข้อมูลไม่ได้: {cause}"),
                format!("The data file cannot be read or written: {cause}"),
            ),
            Error::Other(text) => Message::new(text, text),
        }
    }
}

/// A refusal's sentence is Thai, ` / `, English.
#[must_use]
pub fn refused(refusal: &Refusal) -> Message {
    let (thai, english) = refusal.message.split_once(" / ").unwrap_or((&refusal.message, &refusal.message));
    Message::new(thai, english)
}

impl From<diesel::result::Error> for Error {
    fn from(cause: diesel::result::Error) -> Self {
        Error::Store(cause)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Error::Other(cause.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Error::Other(cause.to_string())
    }
}
