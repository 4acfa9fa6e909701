//! One laptop alone in its district: every cell stands as it was last recorded there, and every edit made one version of it.

use std::collections::{BTreeMap, HashMap};

use crate::Database;
use crate::laptop::{Laptop, Written};
use crate::table::Tally;

const CELLS: &str = "SELECT concat_ws('|', producer_id, to_char(month, 'YYYY-MM'), category, channel) AS target, version,
                            CASE WHEN deleted THEN 'removed' ELSE amount::text END AS amount
                     FROM cell WHERE district = '$district' AND source IS NULL";
const DISPUTED: &str = "SELECT (SELECT count(*) FROM conflict WHERE district = '$district')
                             + (SELECT count(*) FROM rejection WHERE district = '$district') AS disputed";

/// Cells that differ from what was recorded, edits with more than one version, and answers other than "applied".
pub async fn as_recorded(database: &Database, laptop: &Laptop) -> Tally {
    as_written(database, laptop.district(), &laptop.saved().cells).await
}

/// The same for what was written into a district by other means, by `producer|month|category|channel`.
pub async fn as_written(database: &Database, district: &str, cells: &BTreeMap<String, Written>) -> Tally {
    let of_district = |query: &str| query.replace("$district", district);
    let rows = database.rows(&of_district(CELLS)).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let stands: HashMap<String, Written> = rows
        .iter()
        .map(|row| {
            (
                text(&row["target"]),
                Written {
                    amount: text(&row["amount"]),
                    edits: row["version"].as_u64().unwrap_or(0),
                },
            )
        })
        .collect();
    let disputed = database.value(&of_district(DISPUTED)).await;
    let mut tally = Tally {
        wrong: disputed.parse().expect("a count"),
        ..Tally::default()
    };
    for (target, written) in cells {
        let found = compare(written, stands.get(target));
        if !found.is_clean() {
            println!("{target}: recorded {written:?}, stands {:?}", stands.get(target));
        }
        tally += found;
    }
    tally
}

fn compare(written: &Written, stands: Option<&Written>) -> Tally {
    let versions = stands.map_or(0, |stands| stands.edits);
    let is_same = stands.is_some_and(|stands| stands.amount == written.amount);
    Tally {
        lost: usize::from(!is_same || versions < written.edits),
        doubled: usize::from(versions > written.edits),
        wrong: 0,
    }
}
