//! The first pull of a district: everything that stands there, page by page, as a laptop that was just unpacked asks for it.

use diesel::sql_types::{Integer, Text};
use diesel_async::RunQueryDsl;
use kit::client::Person;
use kit::laptop::Laptop;
use kit::world::World;
use otop_server::statement::sql;
use serde_json::{Value, json};

use crate::meter::Meter;
use crate::table::Line;
use crate::wire::{Packed, Wire};
use crate::work::{DISTRICT, MONTH};

const PULL: &str = include_str!("../../schema/operations/Pull.graphql");
/// Months before the demonstration's own, so that the district has 36.
const OLDER: i32 = 19;

/// Pulls 36 months of a district over HTTP, then with `otop pull`.
pub async fn measure() -> Vec<Line> {
    let world = World::new().await;
    let mut database = world.database().await;
    sql(include_str!("older_months.sql"))
        .bind::<Text, _>(DISTRICT)
        .bind::<Integer, _>(OLDER)
        .execute(&mut database)
        .await
        .expect("older months");
    vec![over_http(&world).await, by_laptop(&world).await]
}

async fn over_http(world: &World) -> Line {
    let person = Person::sign_in(&world.server, &format!("entry.{DISTRICT}")).await;
    let mut wire = Wire::of(&person);
    let meter = Meter::start(world);
    let pages = pages(&mut wire).await;
    let cost = meter.stop();
    let kinds = ["entries", "sheets", "producers", "reports"].map(|kind| (kind, rows(&pages, kind)));
    let parts: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let megabytes = wire.bytes.answered / 1000;
    Line {
        what: format!(
            "first pull over HTTP: {} in {} pages, {megabytes} kB",
            parts.join(", "),
            pages.len()
        ),
        count: kinds.iter().map(|(_, count)| count).sum(),
        cost,
        bytes: Some(wire.bytes),
    }
}

async fn by_laptop(world: &World) -> Line {
    let laptop = Laptop::signed_in(&world.server, &format!("entry.{DISTRICT}")).await;
    let meter = Meter::start(world);
    let pulled = laptop.done(&["pull"]).await;
    Line {
        what: "first pull by `otop pull`: the mirror written as well".to_owned(),
        count: pulled["rows"]
            .as_u64()
            .and_then(|rows| usize::try_from(rows).ok())
            .unwrap_or_default(),
        cost: meter.stop(),
        bytes: None,
    }
}

async fn pages(wire: &mut Wire) -> Vec<Value> {
    let mut pages: Vec<Value> = Vec::new();
    while pages.last().is_none_or(|page| page["hasMore"] == true) {
        let after = pages.last().map_or(Value::Null, |page| page["cursor"].clone());
        let answer = wire.ask(&Packed::of(PULL, &json!({ "after": after, "limit": 500 }))).await;
        pages.push(answer["syncPull"].clone());
    }
    pages
}

fn rows(pages: &[Value], kind: &str) -> usize {
    pages.iter().filter_map(|page| page[kind].as_array()).map(Vec::len).sum()
}

/// The ids of the producers that report February 2566.
pub async fn producers(person: &Person) -> Vec<String> {
    let pages = pages(&mut Wire::of(person)).await;
    let producers = pages.iter().filter_map(|page| page["producers"].as_array()).flatten();
    let active = producers.filter(|producer| is_active(producer));
    active.filter_map(|producer| producer["id"].as_str()).map(str::to_owned).collect()
}

fn is_active(producer: &Value) -> bool {
    let month = |name: &str| producer[name].as_str().map(str::to_owned);
    month("activeFrom").is_some_and(|from| from.as_str() <= MONTH) && month("activeUntil").is_none_or(|until| until.as_str() >= MONTH)
}
