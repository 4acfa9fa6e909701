//! A month that is not open: what waits, and what cannot wait.

use otop_schema::{Base, Month, RefusalCode};
use otop_server::sheet::Operation;

use super::world::Who::Malee;
use super::world::*;

#[tokio::test]
async fn a_closed_month_holds_and_does_not_consume_the_id() {
    let mut world = World::new().await;
    world.database.at("2023-03-06T00:00").await;
    let edit = world.operation(Base::Version(0), cell("5"));
    let early = world.operation(Base::Version(0), cell_of(PRODUCER, Month::new(2023, 3).unwrap(), Some("5")));
    let held = world.send(Malee, &[edit.clone(), early]).await;
    let codes: Vec<&str> = held
        .answers
        .iter()
        .filter_map(|answer| answer.refusal.as_ref())
        .map(|refusal| refusal.code.as_str())
        .collect();
    assert_eq!(codes, ["MONTH_CLOSED", "MONTH_NOT_OPEN"]);
    assert!(held.answers.iter().all(|answer| answer.outcome == Held));
    assert_eq!(world.value("SELECT count(*) FROM operation").await, "0");
    assert_eq!(world.held().await, "2");
    world.database.at("2023-03-05T23:59").await;
    assert_eq!(world.outcomes(Malee, &[edit]).await, [Applied]);
    assert_eq!(world.held().await, "1");
}

#[tokio::test]
async fn a_client_that_knows_no_waiting_is_refused_and_the_refusal_is_kept() {
    let mut world = World::new().await;
    let march = Month::new(2023, 3).unwrap();
    let impatient = |operation| Operation { waits: false, ..operation };
    let early = impatient(world.operation(Base::Version(0), cell_of(PRODUCER, march, Some("5"))));
    assert_eq!(world.outcomes(Malee, std::slice::from_ref(&early)).await, [Rejected]);
    assert_eq!(
        world.send(Malee, &[early]).await.answers[0].refusal.clone().unwrap().code,
        RefusalCode::MonthNotOpen
    );
    let in_time = world.operation(Base::Version(0), cell("4"));
    assert_eq!(world.outcomes(Malee, &[in_time]).await, [Applied]);
    world.database.at("2023-03-06T00:00").await;
    let late = impatient(world.operation(Base::Version(0), cell("5")));
    assert_eq!(world.outcomes(Malee, &[late]).await, [Rejected]);
    let kept = "SELECT concat_ws(' ', rejection.month, refusal ->> 'code', event.month) FROM rejection, event
                WHERE body::json -> 'refused' ->> 0 = rejection.operation_id::text ORDER BY rejection.month DESC";
    assert_eq!(
        world.database.column(kept).await,
        ["2023-03-01 MONTH_NOT_OPEN", "2023-02-01 MONTH_CLOSED 2023-02-01"],
        "a month that was never opened has no report: its refusal is told of the district"
    );
    assert_eq!(world.value("SELECT count(*) FROM held_attempt").await, "0");
}
