//! Why a command could not do its work, in the words of a person and with the exit code of a program.

use otop_schema::{Refusal, RefusalCode};

use crate::{message::Message, store::lease::Holder};

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
    /// Another program of this laptop meets the server already.
    Busy(Holder),
    /// Another program of this laptop has the file open that is to be replaced.
    InUse,
    /// The file is not whole: what SQLite found.
    Damaged(String),
    /// The file was damaged and has been replaced by what could be read of it: the command is to be repeated.
    Rescued(Message),
    /// There is no room on the disk: nothing of this was saved.
    Full,
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
            Error::SignIn(_) | Error::Refused(_) | Error::Busy(_) | Error::InUse | Error::Newer(_) | Error::Unsafe(..) => Exit::Error,
            Error::Damaged(_) | Error::Rescued(_) | Error::Full | Error::Store(_) | Error::Other(_) => Exit::Error,
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
            Error::Busy(_) => "BUSY",
            Error::InUse => "IN_USE",
            Error::Damaged(_) => "DAMAGED",
            Error::Rescued(_) => "RESCUED",
            Error::Full => "DISK_FULL",
            Error::Newer(_) => "NEWER_FILE",
            Error::Unsafe(..) | Error::Store(_) => "STORE",
            Error::Other(_) => "ERROR",
        }
    }

    /// What a person reads.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Error::Usage(message) | Error::Offline(message) | Error::SignIn(message) | Error::Rescued(message) => message.clone(),
            Error::Refused(refusal) => refused(refusal),
            Error::Busy(holder) => holder.message(),
            Error::InUse => Message::new(
                "มีโปรแกรมอื่นเปิดแฟ้มข้อมูลอยู่ (เช่น otop watch) ปิดโปรแกรมนั้นก่อนแล้วลองใหม่",
                "Another program has the data file open (otop watch?): end it first, then try again.",
            ),
            Error::Damaged(found) => Message::new(
                format!("แฟ้มข้อมูลเสียหาย ({found}) ใช้คำสั่ง: otop doctor --repair"),
                format!("The data file is damaged ({found}). Use: otop doctor --repair"),
            ),
            Error::Full => Message::new(
                "ไม่ได้บันทึก: ดิสก์เต็ม ลบแฟ้มที่ไม่ใช้แล้วเพื่อเพิ่มพื้นที่ แล้วบันทึกอีกครั้ง รายการที่บันทึกไว้ก่อนหน้ายังอยู่ครบ",
                "Not saved: the disk is full. Free some space, then do this again. Everything saved before is kept.",
            ),
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
    Message::spoken(&refusal.message)
}

impl From<diesel::result::Error> for Error {
    fn from(cause: diesel::result::Error) -> Self {
        use diesel::result::Error::{DatabaseError, RollbackErrorOnCommit};
        match cause {
            RollbackErrorOnCommit { commit_error, .. } => (*commit_error).into(),
            DatabaseError(kind, said) => match said.message() {
                "database or disk is full" => Error::Full,
                text if is_damage(text) => Error::Damaged(text.to_owned()),
                _ => Error::Store(DatabaseError(kind, said)),
            },
            cause => Error::Store(cause),
        }
    }
}

/// What SQLite says of a file that is not whole.
fn is_damage(text: &str) -> bool {
    matches!(text, "database disk image is malformed" | "file is not a database") || text.starts_with("malformed database schema")
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
        match cause.kind() {
            std::io::ErrorKind::StorageFull => Error::Full,
            _ => Error::Other(cause.to_string()),
        }
    }
}
