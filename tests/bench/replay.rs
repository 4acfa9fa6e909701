//! A queue replayed over HTTP, batch after batch, as one laptop does: its requests are made beforehand, so that the server's
//! time is what is measured. Each batch is durable before its answer.

use kit::client::Person;
use kit::world::World;
use serde_json::{Value, json};

use crate::meter::Meter;
use crate::pull;
use crate::table::Line;
use crate::wire::{Packed, Wire};
use crate::work::{DISTRICT, queue};

const PUSH: &str = include_str!("../../schema/operations/Push.graphql");

/// Replays at most `most` operations in batches of `batch`.
pub async fn measure(batch: usize, most: usize) -> Line {
    let world = World::new().await;
    let person = Person::sign_in(&world.server, &format!("entry.{DISTRICT}")).await;
    let producers = pull::producers(&person).await;
    let mut operations = queue(&producers);
    operations.truncate(most);
    let requests: Vec<Packed> = operations.chunks(batch).map(|operations| request(&person, operations)).collect();
    let mut wire = Wire::of(&person);
    let mut answers = Vec::with_capacity(requests.len());
    let meter = Meter::start(&world);
    for request in &requests {
        answers.push(wire.ask(request).await);
    }
    let cost = meter.stop();
    assert_eq!(applied(&answers), operations.len(), "every operation is applied");
    Line {
        what: format!("replay over HTTP, batches of {batch}"),
        count: operations.len(),
        cost,
        bytes: Some(wire.bytes),
    }
}

fn request(person: &Person, operations: &[Value]) -> Packed {
    let input = json!({ "deviceId": person.device, "ackedThrough": "0", "operations": operations });
    Packed::of(PUSH, &json!({ "input": input }))
}

fn applied(answers: &[Value]) -> usize {
    let results = answers
        .iter()
        .filter_map(|answer| answer["syncPush"]["results"].as_array())
        .flatten();
    results.filter(|result| result["outcome"] == "APPLIED").count()
}
