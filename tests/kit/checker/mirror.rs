//! I6: a laptop's mirror is the server's view of its district.

use std::collections::BTreeSet;

use crate::Database;
use crate::laptop::Laptop;
use crate::table::Tally;

/// Rows that only one of the two has.
pub async fn differs(database: &Database, laptop: &Laptop) -> Tally {
    let differing = differing(database, laptop).await;
    differing.iter().for_each(|row| println!("I6 {row}"));
    Tally {
        wrong: differing.len(),
        ..Tally::default()
    }
}

/// The same in words.
pub async fn differing(database: &Database, laptop: &Laptop) -> Vec<String> {
    let here: BTreeSet<String> = laptop.lines(include_str!("mirror_laptop.sql")).into_iter().collect();
    let there = include_str!("mirror_server.sql").replace("$district", laptop.district());
    let there: BTreeSet<String> = database.column(&there).await.into_iter().collect();
    if here.is_empty() {
        return vec!["a mirror of nothing agrees with anything".to_owned()];
    }
    let here_only = here.difference(&there).map(|row| format!("only on the laptop: {row}"));
    here_only
        .chain(there.difference(&here).map(|row| format!("only on the server: {row}")))
        .collect()
}
