//! The promises I1 to I8, held against a server and its laptops by SQL of our own: none of the code that writes is asked.
//!
//! | promise | file |
//! |---|---|
//! | I1 (the server's half), I2, I3, I4, I5, I7 | `otop-server verify` |
//! | I1 an edit ever shown as saved is decided, kept for a person, or still queued | `edits` |
//! | I6 a laptop's mirror is the server's view of its district | `mirror`, `mirror_laptop.sql`, `mirror_server.sql` |
//! | I8 everything converges within a minute of the last fault | [`converge`] |
//! | one laptop alone: every cell as last recorded, every edit one version | `alone` |

mod alone;
mod edits;
mod mirror;

pub use alone::{as_recorded, as_written};

use otop_server::verify::verify;

use crate::Database;
use crate::laptop::Laptop;
use crate::table::Tally;
use crate::wait::until;

/// Everything that does not hold on a server and on laptops that have converged with it; each finding is printed.
pub async fn judge(database: &Database, laptops: &[&Laptop]) -> Tally {
    let mut tally = server(database).await;
    for laptop in laptops {
        tally += edits::lost(database, laptop).await;
        tally += mirror::differs(database, laptop).await;
    }
    tally
}

/// The server's half.
///
/// # Panics
/// When the checks themselves fail.
pub async fn server(database: &Database) -> Tally {
    let mut connection = database.connect().await;
    let verdicts = verify(&mut connection, &|_| {}).await.expect("the checks run");
    let mut tally = Tally::default();
    for verdict in verdicts {
        let found = verdict.findings.len();
        verdict
            .findings
            .iter()
            .for_each(|finding| println!("{} {finding:?}", verdict.promise));
        match verdict.promise {
            "I1" => tally.lost += found,
            "I2" => tally.doubled += found,
            _ => tally.wrong += found,
        }
    }
    tally
}

/// I8: within a minute of the last fault nothing of a laptop's own waits any more, and it has read what the server knows. (An
/// event is read when every transaction that was older has ended, also those of other databases of the cluster.)
///
/// # Panics
/// When it does not.
pub async fn converge(database: &Database, laptop: &Laptop) {
    until("the laptop to have sent and read everything", async || {
        let told = laptop.run(&["sync"]).await;
        let is_sent = matches!(told.code, 0 | 4 | 5) && told.json["pending"] == 0;
        (is_sent && mirror::differing(database, laptop).await.is_empty()).then_some(())
    })
    .await;
}
