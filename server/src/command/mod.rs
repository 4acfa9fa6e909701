//! What the program can be asked to do: a file a subcommand.

pub mod clock;
pub mod migrate;

use otop_server::config::Problem;

/// Something outside failed, in its own words.
pub fn outside(error: impl std::fmt::Display) -> Problem {
    Problem::new(format!("ทำไม่สำเร็จ: {error}"), format!("This failed: {error}"))
}
