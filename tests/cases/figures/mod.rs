//! The one path by which figures change: every outcome of an edit, decided under the report's lock.
//!
//! | file | what is tried there |
//! |---|---|
//! | `world.rs` | two entry officers, a producer, and what they send |
//! | `mod.rs` | one person's edits: applied, refused, blocked, sent again, forgotten |
//! | `conflict.rs` | two people's |
//! | `held.rs` | a month that is not open |

mod conflict;
mod held;
mod world;

use otop_schema::{Amount, Base, Category, Change, SheetState};
use otop_server::sheet::{Operation, forget_old_answers};
use uuid::Uuid;

use world::Who::Malee;
use world::*;

#[tokio::test]
async fn an_edit_is_applied_once_and_counted_everywhere() {
    let mut world = World::new().await;
    let first = world.operation(Base::Version(0), cell("1250.50"));
    assert_eq!(world.outcomes(Malee, std::slice::from_ref(&first)).await, [Applied]);
    let again = world.send(Malee, std::slice::from_ref(&first)).await;
    assert!(again.answers[0].replayed);
    assert_eq!(again.answers[0].outcome, Applied);
    let totals = "SELECT live_satang || ' ' || reported || ' ' || roster_size || ' ' || chain_length AS totals FROM report";
    assert_eq!(world.value(totals).await, "125050 0 1 1");
    let rollup = "SELECT kind || ' ' || category || ' ' || satang || ' ' || cells AS line FROM rollup";
    assert_eq!(world.value(rollup).await, "SME TEXTILE 125050 1");
    assert_eq!(world.value("SELECT state FROM sheet").await, "IN_PROGRESS");
}

#[tokio::test]
async fn ten_edits_each_resting_on_the_one_before_apply_in_order() {
    let mut world = World::new().await;
    let mut operations: Vec<Operation> = Vec::new();
    for amount in ["10", "20", "10", "20", "10", "20", "10", "20", "10", "20"] {
        let base = operations.last().map_or(Base::Version(0), |before| Base::Operation(before.id));
        let operation = world.operation(base, cell(amount));
        operations.push(operation);
    }
    let recorded = world.send(Malee, &operations).await;
    assert!(recorded.answers.iter().all(|answer| answer.outcome == Applied));
    assert_eq!(world.value("SELECT amount || ' ' || version AS cell FROM cell").await, "20.00 10");
}

#[tokio::test]
async fn what_rests_on_a_refused_edit_is_blocked_and_its_neighbours_flow() {
    let mut world = World::new().await;
    let no_channel = Change::Cell {
        producer: PRODUCER,
        month: february(),
        category: Category::Food,
        channel: "MOON".to_owned(),
        amount: Some(Amount::ZERO),
        note: None,
    };
    let first = world.operation(Base::Version(0), cell("1"));
    let refused = world.operation(Base::Version(0), no_channel);
    let built_on_it = world.operation(Base::Operation(refused.id), cell("2"));
    let neighbour = world.operation(Base::Operation(first.id), cell("3"));
    assert_eq!(
        world.outcomes(Malee, &[first, refused, built_on_it, neighbour]).await,
        [Applied, Rejected, Blocked, Applied]
    );
    let reasons = "SELECT refusal ->> 'rule' AS rule FROM rejection ORDER BY operation_id";
    assert_eq!(world.database.column(reasons).await, ["known-channel", "base-applied"]);
}

#[tokio::test]
async fn a_locked_report_refuses_and_keeps_what_was_offered() {
    let mut world = World::new().await;
    world
        .database
        .run("INSERT INTO report (district, month, status, digest) VALUES ('2706', '2023-02-01', 'SUBMITTED', repeat('a', 64))")
        .await;
    let edit = world.operation(Base::Version(0), cell("5"));
    let recorded = world.send(Malee, &[edit]).await;
    assert_eq!(recorded.answers[0].outcome, Rejected);
    assert_eq!(code(&recorded), Some("REPORT_LOCKED"));
    assert_eq!(world.value("SELECT offered FROM rejection").await, "5.00");
}

#[tokio::test]
async fn foreign_and_unknown_producers_answer_alike_and_store_nothing() {
    let mut world = World::new().await;
    let foreign = world.operation(Base::Version(0), cell_of(OTHER_DISTRICT, february(), Some("1")));
    let unknown = world.operation(Base::Version(0), cell_of(Uuid::from_u128(5), february(), Some("1")));
    let recorded = world.send(Malee, &[foreign, unknown]).await;
    let said: Vec<_> = recorded
        .answers
        .iter()
        .map(|answer| {
            (
                answer.outcome,
                answer.refusal.clone().map(|refusal| (refusal.code, refusal.field, refusal.message)),
            )
        })
        .collect();
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0].0, Rejected);
    assert_eq!(world.value("SELECT count(*) FROM operation").await, "0");
    assert_eq!(world.value("SELECT count(*) FROM rejection").await, "0");
}

#[tokio::test]
async fn one_id_names_one_edit_for_ever() {
    let mut world = World::new().await;
    let edit = world.operation(Base::Version(0), cell("5"));
    let other = Operation {
        change: cell("6"),
        ..edit.clone()
    };
    assert_eq!(world.outcomes(Malee, &[edit]).await, [Applied]);
    let recorded = world.send(Malee, &[other]).await;
    assert_eq!(code(&recorded), Some("OPERATION_REUSED"));
    assert_eq!(world.value("SELECT amount::text FROM cell").await, "5.00");
}

#[tokio::test]
async fn a_sheet_and_its_figures_hold_together() {
    let mut world = World::new().await;
    let no_sales = world.operation(Base::Version(0), sheet(SheetState::NoSales, None));
    let positive = world.operation(Base::Version(0), cell("5"));
    let refused = world.operation(Base::Operation(positive.id), sheet(SheetState::NoSales, None));
    let complete = world.operation(Base::Operation(positive.id), sheet(SheetState::Complete, None));
    let removed = world.operation(Base::Operation(positive.id), cell_of(PRODUCER, february(), None));
    let empty = world.operation(Base::Operation(complete.id), sheet(SheetState::NoSales, None));
    let batch = [no_sales, positive, refused, complete, removed, empty];
    assert_eq!(
        world.outcomes(Malee, &batch).await,
        [Applied, Applied, Rejected, Applied, Applied, Applied]
    );
    assert_eq!(
        world.value("SELECT state || ' ' || version AS sheet FROM sheet").await,
        "NO_SALES 4"
    );
    assert_eq!(world.value("SELECT reported FROM report").await, "1");
    let without_reason = world.operation(Base::Version(4), sheet(SheetState::NotObtained, None));
    let with_reason = world.operation(Base::Version(4), sheet(SheetState::NotObtained, Some("น้ำท่วม")));
    assert_eq!(world.outcomes(Malee, &[without_reason, with_reason]).await, [Rejected, Applied]);
    assert_eq!(
        world.value("SELECT reported || ' ' || not_obtained AS counts FROM report").await,
        "0 1"
    );
}

#[tokio::test]
async fn an_answer_is_forgotten_after_400_days_and_its_id_never() {
    let mut world = World::new().await;
    let edit = world.operation(Base::Version(0), sheet(SheetState::NotObtained, None));
    assert_eq!(world.outcomes(Malee, std::slice::from_ref(&edit)).await, [Rejected]);
    let forget = async |world: &mut World| {
        forget_old_answers(&mut world.connection)
            .await
            .unwrap_or_else(|error| panic!("{error:?}"))
    };
    world.database.at("2024-04-02T09:00").await;
    assert_eq!(forget(&mut world).await, 0);
    world.database.at("2024-04-04T09:00").await;
    assert_eq!(forget(&mut world).await, 1);
    let again = world.send(Malee, &[edit]).await;
    assert_eq!(again.answers[0].outcome, Rejected);
    assert_eq!(
        again.answers[0].refusal.as_ref().and_then(|refusal| refusal.rule.as_deref()),
        Some("answer-forgotten")
    );
}
