//! What hostile clients can do to a real server, with figures. `make attack` prints the table and writes it to `target/attack.md`.
//!
//! Everything is bounded in count and time and speaks to a server of its own on the loopback address. The figures that can be asserted
//! without a clock are tests already; this program says how they come out on a machine, and ends with 1 when a promise is broken.
//!
//! | file | the promise |
//! |---|---|
//! | `bombs.rs`, `probe.rs` | S1: queries made to cost, over HTTP and sockets, while `/livez` is asked |
//! | `page.rs` | S2: a hostile web page |
//! | `sizes.rs` | S3: bodies, messages, operations, sockets without an introduction; memory meanwhile |
//! | `tokens.rs` | S5: forged tokens |
//! | `timing.rs` | S6: known and unknown people |
//! | `mutants.rs` | S8: requests that were tampered with |
//! | `proofs.rs` | the others: the tests that prove them |
//! | `ask.rs` | requests as they are written, without a client's help |
//! | `table.rs` | a row a promise |

#![allow(
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "measuring durations is what it is for"
)]

mod ask;
mod bombs;
mod mutants;
mod page;
mod probe;
mod proofs;
mod sizes;
mod table;
mod timing;
mod tokens;

use std::process::ExitCode;

use kit::chance;
use kit::client::Person;
use kit::world::World;
use table::Table;

#[tokio::main]
async fn main() -> ExitCode {
    let seed = chance::seed();
    let world = World::new().await;
    let department = Person::sign_in(&world.server, "department").await;
    let officer = Person::sign_in(&world.server, "entry.2706").await;
    let mut table = Table::begin(seed);
    table.add(bombs::attack(&officer).await);
    table.add(vec![page::attack(&department).await]);
    table.add(sizes::attack(&world, &officer).await);
    table.add(vec![tokens::attack(&world, &officer).await]);
    table.add(vec![timing::attack(&world.server, seed).await]);
    table.add(vec![mutants::attack(&officer, seed).await]);
    drop(world);
    table.add(proofs::rows());
    table.finish()
}
