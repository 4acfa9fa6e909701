//! A command line that was not understood: both languages, and JSON for programs.

use std::process::ExitCode;

use clap::error::{Error as Misread, ErrorKind};

use super::page;
use crate::{
    error::{Error, Exit},
    message::Lang,
};

/// Says what was wrong; help and version are no errors.
pub fn misread(misread: &Misread) -> ExitCode {
    if matches!(misread.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that went away is nobody's error.
        let _ = misread.print();
        return ExitCode::SUCCESS;
    }
    let json = std::env::args_os().any(|argument| argument == "--json");
    if !json && misread.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = misread.print();
        return ExitCode::from(Exit::Usage as u8);
    }
    page::failure(&explained(misread), lang()).print(json);
    ExitCode::from(Exit::Usage as u8)
}

fn explained(misread: &Misread) -> Error {
    let said = misread.render().to_string();
    let said = said.trim_end().strip_prefix("error: ").unwrap_or(&said);
    Error::usage(
        format!("ไม่เข้าใจคำสั่ง (otop --help)\n{said}"),
        format!("The command line was not understood.\n{said}"),
    )
}

/// The language as far as an unread command line tells it.
fn lang() -> Lang {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--lang").skip(1);
    let asked = arguments.next().or_else(|| std::env::var("OTOP_LANG").ok());
    if asked.as_deref() == Some("en") { Lang::En } else { Lang::Th }
}
