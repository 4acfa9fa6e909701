//! What the program can be asked to do: a file a subcommand.

pub mod account;
mod account_text;
pub mod audit;
pub mod backup;
pub mod clock;
pub mod demo;
pub mod import;
pub mod keys;
pub mod migrate;
mod password;
pub mod restore;
pub mod serve;
pub mod verify;
pub mod welcome;

use otop_server::config::Problem;
use otop_server::error::Error;

/// A line on standard output. A reader that went away, as `head` does, is nobody's error.
pub fn tell(line: &str) {
    let _ = std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{line}\n"));
}

/// Something outside failed, in its own words.
pub fn outside(error: impl std::fmt::Display) -> Problem {
    Problem::new(format!("ทำไม่สำเร็จ: {error}"), format!("This failed: {error}"))
}

/// A refusal or a failure of the library, for the person at the keyboard, who may read the cause.
pub fn failed(error: Error) -> Problem {
    match error {
        Error::Refused(refusal) => {
            let (thai, english) = refusal.message.split_once(" / ").unwrap_or((&refusal.message, &refusal.message));
            Problem::new(thai, english)
        }
        Error::Contended => outside("another transaction was in the way"),
        Error::Internal(cause) => outside(cause),
    }
}
