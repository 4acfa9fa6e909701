//! The least that could be done with the same rows: a multi-row upsert of cells and a multi-row insert of operations, prepared,
//! with bound columns, a transaction a batch; no rules, no sums, no audit, no HTTP.

use diesel::sql_types::{Array, Integer, Numeric, Text, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use kit::client::Person;
use kit::world::World;
use otop_schema::Amount;
use otop_server::statement::sql;
use uuid::Uuid;

use crate::meter::Meter;
use crate::pull;
use crate::table::Line;
use crate::work::{CATEGORIES, CHANNELS, DISTRICT, ROUNDS};

type Figure = (Uuid, &'static str, &'static str);

/// As many rows as the queue has operations, in batches of `size`: each figure inserted once and changed twice.
pub async fn measure(size: usize) -> Line {
    let world = World::new().await;
    let person = Person::sign_in(&world.server, &format!("entry.{DISTRICT}")).await;
    let figures = figures(&pull::producers(&person).await);
    let mut connection = world.database().await;
    sql(include_str!("bare_sheet.sql")).execute(&mut connection).await.expect("sheets");
    let meter = Meter::start(&world);
    for round in 1..=ROUNDS {
        for batch in figures.chunks(size) {
            upsert(&mut connection, batch, round).await;
        }
    }
    Line {
        what: format!("bare upsert of cells and operations, batches of {size}"),
        count: figures.len() * ROUNDS,
        cost: meter.stop(),
        bytes: None,
    }
}

fn figures(producers: &[String]) -> Vec<Figure> {
    let cells = CATEGORIES
        .iter()
        .flat_map(|category| CHANNELS.iter().map(move |channel| (*category, *channel)));
    let of = |producer: &String| {
        let producer: Uuid = producer.parse().expect("an id");
        cells.clone().map(move |(category, channel)| (producer, category, channel))
    };
    producers.iter().flat_map(of).collect()
}

async fn upsert(connection: &mut AsyncPgConnection, batch: &[Figure], round: usize) {
    let version = i32::try_from(round).expect("few rounds");
    let written = connection
        .transaction(async |connection| write(connection, batch, version).await)
        .await;
    written.expect("the upsert works");
}

async fn write(connection: &mut AsyncPgConnection, batch: &[Figure], version: i32) -> diesel::QueryResult<()> {
    let producers: Vec<Uuid> = batch.iter().map(|figure| figure.0).collect();
    let categories: Vec<&str> = batch.iter().map(|figure| figure.1).collect();
    let channels: Vec<&str> = batch.iter().map(|figure| figure.2).collect();
    let amount = Amount::from_satang(i64::from(version) * 10_000 + 50).expect("an amount");
    let amounts = vec![amount; batch.len()];
    let ids: Vec<Uuid> = batch.iter().map(|_| Uuid::now_v7()).collect();
    sql(include_str!("bare_cell.sql"))
        .bind::<Array<SqlUuid>, _>(&producers)
        .bind::<Array<Text>, _>(&categories)
        .bind::<Array<Text>, _>(&channels)
        .bind::<Array<Numeric>, _>(&amounts)
        .bind::<Integer, _>(version)
        .execute(connection)
        .await?;
    sql(include_str!("bare_operation.sql"))
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<SqlUuid>, _>(producers)
        .bind::<Array<Text>, _>(categories)
        .bind::<Array<Text>, _>(channels)
        .bind::<Array<Numeric>, _>(amounts)
        .bind::<Integer, _>(version)
        .execute(connection)
        .await?;
    Ok(())
}
