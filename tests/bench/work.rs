//! The queue that is replayed: every category and channel of every producer of a district, each recorded three times.

use serde_json::{Value, json};
use uuid::Uuid;

/// The district that has recorded nothing of February yet.
pub const DISTRICT: &str = "2706";
/// The month that is being recorded.
pub const MONTH: &str = "2023-02";
/// All categories.
pub const CATEGORIES: [&str; 5] = ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"];
/// All channels of the demonstration.
pub const CHANNELS: [&str; 7] = ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER", "UNSPECIFIED"];
/// How often each figure is recorded: the second and third edit rest on the person's own earlier one.
pub const ROUNDS: usize = 3;

/// The operations of a person's queue, oldest first.
pub fn queue(producers: &[String]) -> Vec<Value> {
    let mut operations: Vec<Value> = Vec::new();
    for round in 0..ROUNDS {
        let first = operations.len();
        for (index, (producer, category, channel)) in figures(producers).enumerate() {
            let base = match round {
                0 => json!({ "version": 0 }),
                _ => json!({ "operationId": operations[first - figures_of(producers) + index]["operationId"] }),
            };
            let amount = format!("{}00.50", round + 1);
            let cell = json!({ "producerId": producer, "month": MONTH, "category": category, "channel": channel, "amount": amount });
            let place = (operations.len() + 1).to_string();
            operations.push(json!({
                "operationId": Uuid::now_v7(), "deviceSeq": place, "base": base, "change": { "cell": cell },
                "recordedAt": "2023-02-27T09:00:00Z",
            }));
        }
    }
    operations
}

fn figures(producers: &[String]) -> impl Iterator<Item = (&String, &str, &str)> {
    let cells = |producer| {
        CATEGORIES
            .iter()
            .flat_map(move |category| CHANNELS.iter().map(move |channel| (producer, *category, *channel)))
    };
    producers.iter().flat_map(cells)
}

fn figures_of(producers: &[String]) -> usize {
    producers.len() * CATEGORIES.len() * CHANNELS.len()
}
