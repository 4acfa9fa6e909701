//! How fast work flows between a laptop and a durable server, side by side in one run. `make bench`; never part of a test.
//!
//! | file | what it measures |
//! |---|---|
//! | `replay.rs` | a queue replayed over HTTP in batches of 1, 100 and 500, its requests made beforehand: the server alone |
//! | `laptop.rs` | the same queue replayed by `otop sync`: laptop and server together |
//! | `bare.rs` | the least that could be done: a multi-row upsert of the same rows into the same two tables |
//! | `pull.rs` | the first pull of a district of 36 months, over HTTP and by `otop pull` |
//! | `guard.rs` | what the query guard costs an ordinary document |
//! | `work.rs` | the queue: each figure three times, the later ones resting on the person's own earlier one |
//! | `wire.rs` | requests as a laptop sends them, with their bytes counted |
//! | `meter.rs` | time on the wall and on the processors |
//! | `table.rs` | one line a measurement |

#![allow(clippy::disallowed_methods, reason = "measuring durations is what it is for")]

mod bare;
mod guard;
mod laptop;
mod meter;
mod pull;
mod replay;
mod table;
mod wire;
mod work;

use table::Line;

#[tokio::main]
async fn main() {
    if is_wanted("guard") {
        guard::measure();
    }
    table::head();
    if is_wanted("replay") {
        for (batch, most) in [(500, usize::MAX), (100, 5_000), (1, 500)] {
            replay::measure(batch, most).await.print();
        }
    }
    if is_wanted("laptop") {
        laptop::measure().await.print();
    }
    if is_wanted("bare") {
        bare::measure(500).await.print();
    }
    if is_wanted("pull") {
        pull::measure().await.iter().for_each(Line::print);
    }
}

/// `cargo bench … flow replay bare` measures these two; without words, everything.
fn is_wanted(what: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    words.peek().is_none() || words.any(|word| word == what)
}
