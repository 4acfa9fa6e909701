//! The one path by which figures change: every outcome of an edit, decided under the report's lock.

use chrono::NaiveDate;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use kit::Database;
use otop_schema::{
    Amount, Assignment, Base, Category, Change, EntryFact, Month, OperationOutcome, Refusal, RefusalCode, Role, Seen, SheetState,
};
use otop_server::identity::Caller;
use otop_server::sheet::{Operation, Recorded, forget_old_answers, record};
use uuid::Uuid;

use OperationOutcome::{Applied, Blocked, Conflict, Held, Noop, Rejected};

const PRODUCER: Uuid = Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0001);
const OTHER_DISTRICT: Uuid = Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0002);

/// Two entry officers of 2706, a producer there and one in 2701, on 27 February 2566.
struct World {
    database: Database,
    connection: AsyncPgConnection,
    malee: Caller,
    somchai: Caller,
    sent: i64,
}

impl World {
    async fn new() -> Self {
        let database = Database::migrated().await;
        database.at("2023-02-27T09:00").await;
        for (id, name) in [(1, "มาลี"), (2, "สมชาย")] {
            database
                .run(&format!(
                    "INSERT INTO person (id, name) VALUES ('{}', '{name}')",
                    Uuid::from_u128(id)
                ))
                .await;
        }
        for (id, district, subdistrict) in [(PRODUCER, "2706", "270601"), (OTHER_DISTRICT, "2701", "270101")] {
            database
                .run(&format!(
                    "INSERT INTO producer (id, district, name, active_from) VALUES ('{id}', '{district}', 'กลุ่มทอผ้า', '2022-10-01');
                     INSERT INTO producer_attribute (producer_id, from_month, kind, subdistrict)
                         VALUES ('{id}', '2022-10-01', 'SME', '{subdistrict}')"
                ))
                .await;
        }
        let connection = database.connect().await;
        Self {
            database,
            connection,
            malee: officer(1, "มาลี"),
            somchai: officer(2, "สมชาย"),
            sent: 0,
        }
    }

    fn operation(&mut self, base: Base, change: Change) -> Operation {
        self.sent += 1;
        Operation {
            id: Uuid::now_v7(),
            device_seq: self.sent,
            base,
            change,
            resolves: None,
            supersedes: None,
            recorded_at: None,
            waits: true,
            unfit: None,
            adoption: None,
        }
    }

    async fn send(&mut self, caller: &Caller, operations: &[Operation]) -> Recorded {
        let recorded = self
            .connection
            .transaction(async |connection| record(connection, caller, Uuid::from_u128(99), operations).await)
            .await;
        recorded.unwrap_or_else(|error| panic!("{error:?}"))
    }

    async fn outcomes(&mut self, caller: &Caller, operations: &[Operation]) -> Vec<OperationOutcome> {
        self.send(caller, operations)
            .await
            .answers
            .iter()
            .map(|answer| answer.outcome)
            .collect()
    }
}

fn officer(id: u128, name: &str) -> Caller {
    Caller {
        person: Uuid::from_u128(id),
        name: name.to_owned(),
        position: String::new(),
        device: None,
        typed_lately: true,
        assignments: vec![Assignment {
            role: Role::EntryOfficer,
            area: "2706".parse().unwrap(),
            from: NaiveDate::from_ymd_opt(2022, 10, 1).unwrap(),
            until: None,
            order_number: String::new(),
            capacity: String::new(),
        }],
    }
}

fn february() -> Month {
    Month::new(2023, 2).unwrap()
}

fn cell(amount: &str) -> Change {
    cell_of(PRODUCER, february(), Some(amount))
}

fn cell_of(producer: Uuid, month: Month, amount: Option<&str>) -> Change {
    let amount = amount.map(|amount| Amount::parse(amount).unwrap());
    Change::Cell {
        producer,
        month,
        category: Category::Textile,
        channel: "SHOP".to_owned(),
        amount,
        note: None,
    }
}

fn sheet(state: SheetState, reason: Option<&str>) -> Change {
    Change::Sheet {
        producer: PRODUCER,
        month: february(),
        state,
        reason: reason.map(str::to_owned),
        given_by: None,
        given_on: None,
        note: None,
    }
}

#[tokio::test]
async fn an_edit_is_applied_once_and_counted_everywhere() {
    let mut world = World::new().await;
    let first = world.operation(Base::Version(0), cell("1250.50"));
    let malee = world.malee.clone();
    assert_eq!(world.outcomes(&malee, std::slice::from_ref(&first)).await, [Applied]);
    let again = world.send(&malee, std::slice::from_ref(&first)).await;
    assert!(again.answers[0].replayed);
    assert_eq!(again.answers[0].outcome, Applied);
    let totals = "SELECT live_satang || ' ' || reported || ' ' || roster_size || ' ' || chain_length AS totals FROM report";
    assert_eq!(world.database.value(totals).await, "125050 0 1 1");
    let rollup = "SELECT kind || ' ' || category || ' ' || satang || ' ' || cells AS line FROM rollup";
    assert_eq!(world.database.value(rollup).await, "SME TEXTILE 125050 1");
    assert_eq!(world.database.value("SELECT state FROM sheet").await, "IN_PROGRESS");
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
    let malee = world.malee.clone();
    let recorded = world.send(&malee, &operations).await;
    assert!(recorded.answers.iter().all(|answer| answer.outcome == Applied));
    assert_eq!(
        world.database.value("SELECT amount || ' ' || version AS cell FROM cell").await,
        "20.00 10"
    );
}

#[tokio::test]
async fn two_values_are_a_conflict_and_the_same_value_is_none() {
    let mut world = World::new().await;
    let (malee, somchai) = (world.malee.clone(), world.somchai.clone());
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell("200"));
    let same = world.operation(Base::Version(0), cell("100"));
    assert_eq!(world.outcomes(&malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[his]).await, [Conflict]);
    assert_eq!(world.outcomes(&somchai, &[same]).await, [Noop]);
    let kept = "SELECT master_amount || ' ' || offered_amount AS both FROM conflict WHERE resolved_at IS NULL";
    assert_eq!(world.database.value(kept).await, "100.00 200.00");
    let conflict: Uuid = world.database.value("SELECT id FROM conflict").await.parse().unwrap();
    let mut mine = world.operation(Base::Version(1), cell("200"));
    mine.resolves = Some(conflict);
    assert_eq!(world.outcomes(&somchai, &[mine]).await, [Applied]);
    assert_eq!(
        world
            .database
            .value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL")
            .await,
        "0"
    );
}

#[tokio::test]
async fn taking_theirs_closes_a_conflict_without_a_change() {
    let mut world = World::new().await;
    let (malee, somchai) = (world.malee.clone(), world.somchai.clone());
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell_of(PRODUCER, february(), None));
    let removal = world.operation(Base::Version(7), cell_of(PRODUCER, february(), None));
    assert_eq!(world.outcomes(&somchai, &[his]).await, [Noop]);
    assert_eq!(world.outcomes(&malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[removal]).await, [Conflict]);
    let conflict: Uuid = world.database.value("SELECT id FROM conflict").await.parse().unwrap();
    let discard = Change::Discard {
        conflict: Some(conflict),
        operation: None,
        reason: "ตัวเลขของมาลีถูกต้อง".to_owned(),
    };
    let discard = world.operation(Base::Version(0), discard);
    assert_eq!(world.outcomes(&somchai, std::slice::from_ref(&discard)).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[discard]).await, [Applied]);
    assert_eq!(world.database.value("SELECT amount::text FROM cell").await, "100.00");
    assert_eq!(
        world
            .database
            .value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL")
            .await,
        "0"
    );
}

#[tokio::test]
async fn two_people_settle_one_conflict_differently_and_the_second_is_told() {
    let mut world = World::new().await;
    let (malee, somchai) = (world.malee.clone(), world.somchai.clone());
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell("200"));
    assert_eq!(world.outcomes(&malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[his]).await, [Conflict]);
    let conflict: Uuid = world.database.value("SELECT id FROM conflict").await.parse().unwrap();
    let keep = Change::Discard {
        conflict: Some(conflict),
        operation: None,
        reason: "ตรวจกับใบเสร็จแล้ว".to_owned(),
    };
    let keep = world.operation(Base::Version(0), keep);
    let mut overrule = world.operation(Base::Version(1), cell("200"));
    overrule.resolves = Some(conflict);
    assert_eq!(world.outcomes(&malee, &[keep]).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[overrule]).await, [Conflict]);
    assert_eq!(world.database.value("SELECT amount::text FROM cell").await, "100.00");
    assert_eq!(
        world
            .database
            .value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL")
            .await,
        "1"
    );
}

#[tokio::test]
async fn a_closed_matter_is_told_as_what_it_was() {
    let mut world = World::new().await;
    let (malee, somchai) = (world.malee.clone(), world.somchai.clone());
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell("200"));
    let mut foreign = world.operation(Base::Version(0), cell("300"));
    foreign.unfit = Some((Refusal::invalid("amount", "range", "-"), "300".to_owned()));
    assert_eq!(world.outcomes(&malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(&somchai, &[his, foreign.clone()]).await, [Conflict, Rejected]);
    let conflict: Uuid = world.database.value("SELECT id FROM conflict").await.parse().unwrap();
    let close = |conflict, operation| Change::Discard {
        conflict,
        operation,
        reason: "ตรวจแล้ว".to_owned(),
    };
    // A conflict's id names no refused edit, nor the other way round.
    let crossed = [close(Some(foreign.id), None), close(None, Some(conflict))].map(|change| world.operation(Base::Version(0), change));
    assert_eq!(world.outcomes(&somchai, &crossed).await, [Noop, Noop]);
    for (change, told) in [
        (close(Some(conflict), None), format!("[\"{conflict}\"] -")),
        (close(None, Some(foreign.id)), format!("- [\"{}\"]", foreign.id)),
    ] {
        let closing = world.operation(Base::Version(0), change);
        assert_eq!(world.outcomes(&somchai, &[closing]).await, [Applied]);
        let last = "SELECT coalesce(body::jsonb->>'conflicts', '-') || ' ' || coalesce(body::jsonb->>'refused', '-') \
                    FROM event ORDER BY seq DESC LIMIT 1";
        assert_eq!(world.database.value(last).await, told);
    }
}

#[tokio::test]
async fn what_rests_on_a_refused_edit_is_blocked_and_its_neighbours_flow() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
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
        world.outcomes(&malee, &[first, refused, built_on_it, neighbour]).await,
        [Applied, Rejected, Blocked, Applied]
    );
    let reasons = "SELECT refusal ->> 'rule' AS rule FROM rejection ORDER BY operation_id";
    assert_eq!(world.database.column(reasons).await, ["known-channel", "base-applied"]);
}

#[tokio::test]
async fn a_closed_month_holds_and_does_not_consume_the_id() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    world.database.at("2023-03-06T00:00").await;
    let edit = world.operation(Base::Version(0), cell("5"));
    let early = world.operation(Base::Version(0), cell_of(PRODUCER, Month::new(2023, 3).unwrap(), Some("5")));
    let held = world.send(&malee, &[edit.clone(), early]).await;
    let codes: Vec<&str> = held
        .answers
        .iter()
        .filter_map(|answer| answer.refusal.as_ref())
        .map(|refusal| refusal.code.as_str())
        .collect();
    assert_eq!(codes, ["MONTH_CLOSED", "MONTH_NOT_OPEN"]);
    assert!(held.answers.iter().all(|answer| answer.outcome == Held));
    assert_eq!(world.database.value("SELECT count(*) FROM operation").await, "0");
    assert_eq!(
        world
            .database
            .value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL")
            .await,
        "2"
    );
    world.database.at("2023-03-05T23:59").await;
    assert_eq!(world.outcomes(&malee, &[edit]).await, [Applied]);
    assert_eq!(
        world
            .database
            .value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL")
            .await,
        "1"
    );
}

#[tokio::test]
async fn a_locked_report_refuses_and_keeps_what_was_offered() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    world
        .database
        .run("INSERT INTO report (district, month, status, digest) VALUES ('2706', '2023-02-01', 'SUBMITTED', repeat('a', 64))")
        .await;
    let edit = world.operation(Base::Version(0), cell("5"));
    let recorded = world.send(&malee, &[edit]).await;
    assert_eq!(recorded.answers[0].outcome, Rejected);
    assert_eq!(
        recorded.answers[0].refusal.as_ref().map(|refusal| refusal.code.as_str()),
        Some("REPORT_LOCKED")
    );
    assert_eq!(world.database.value("SELECT offered FROM rejection").await, "5.00");
}

#[tokio::test]
async fn foreign_and_unknown_producers_answer_alike_and_store_nothing() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    let foreign = world.operation(Base::Version(0), cell_of(OTHER_DISTRICT, february(), Some("1")));
    let unknown = world.operation(Base::Version(0), cell_of(Uuid::from_u128(5), february(), Some("1")));
    let recorded = world.send(&malee, &[foreign, unknown]).await;
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
    assert_eq!(world.database.value("SELECT count(*) FROM operation").await, "0");
    assert_eq!(world.database.value("SELECT count(*) FROM rejection").await, "0");
}

#[tokio::test]
async fn one_id_names_one_edit_for_ever() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    let edit = world.operation(Base::Version(0), cell("5"));
    let other = Operation {
        change: cell("6"),
        ..edit.clone()
    };
    assert_eq!(world.outcomes(&malee, &[edit]).await, [Applied]);
    let recorded = world.send(&malee, &[other]).await;
    assert_eq!(
        recorded.answers[0].refusal.as_ref().map(|refusal| refusal.code.as_str()),
        Some("OPERATION_REUSED")
    );
    assert_eq!(world.database.value("SELECT amount::text FROM cell").await, "5.00");
}

#[tokio::test]
async fn a_sheet_and_its_figures_hold_together() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    let no_sales = world.operation(Base::Version(0), sheet(SheetState::NoSales, None));
    let positive = world.operation(Base::Version(0), cell("5"));
    let refused = world.operation(Base::Operation(positive.id), sheet(SheetState::NoSales, None));
    let complete = world.operation(Base::Operation(positive.id), sheet(SheetState::Complete, None));
    let removed = world.operation(Base::Operation(positive.id), cell_of(PRODUCER, february(), None));
    let empty = world.operation(Base::Operation(complete.id), sheet(SheetState::NoSales, None));
    let batch = [no_sales, positive, refused, complete, removed, empty];
    assert_eq!(
        world.outcomes(&malee, &batch).await,
        [Applied, Applied, Rejected, Applied, Applied, Applied]
    );
    assert_eq!(
        world.database.value("SELECT state || ' ' || version AS sheet FROM sheet").await,
        "NO_SALES 4"
    );
    assert_eq!(world.database.value("SELECT reported FROM report").await, "1");
    let without_reason = world.operation(Base::Version(4), sheet(SheetState::NotObtained, None));
    let with_reason = world.operation(Base::Version(4), sheet(SheetState::NotObtained, Some("น้ำท่วม")));
    assert_eq!(world.outcomes(&malee, &[without_reason, with_reason]).await, [Rejected, Applied]);
    assert_eq!(
        world
            .database
            .value("SELECT reported || ' ' || not_obtained AS counts FROM report")
            .await,
        "0 1"
    );
}

#[tokio::test]
async fn an_answer_is_forgotten_after_400_days_and_its_id_never() {
    let mut world = World::new().await;
    let malee = world.malee.clone();
    let edit = world.operation(Base::Version(0), sheet(SheetState::NotObtained, None));
    assert_eq!(world.outcomes(&malee, std::slice::from_ref(&edit)).await, [Rejected]);
    let forget = async |world: &mut World| {
        forget_old_answers(&mut world.connection)
            .await
            .unwrap_or_else(|error| panic!("{error:?}"))
    };
    world.database.at("2024-04-02T09:00").await;
    assert_eq!(forget(&mut world).await, 0);
    world.database.at("2024-04-04T09:00").await;
    assert_eq!(forget(&mut world).await, 1);
    let again = world.send(&malee, &[edit]).await;
    assert_eq!(again.answers[0].outcome, Rejected);
    assert_eq!(
        again.answers[0].refusal.as_ref().and_then(|refusal| refusal.rule.as_deref()),
        Some("answer-forgotten")
    );
}

#[tokio::test]
async fn a_client_that_knows_no_waiting_is_refused_and_the_refusal_is_kept() {
    let mut world = World::new().await;
    let (malee, march) = (world.malee.clone(), Month::new(2023, 3).unwrap());
    let impatient = |operation| Operation { waits: false, ..operation };
    let early = impatient(world.operation(Base::Version(0), cell_of(PRODUCER, march, Some("5"))));
    assert_eq!(world.outcomes(&malee, std::slice::from_ref(&early)).await, [Rejected]);
    assert_eq!(
        world.send(&malee, &[early]).await.answers[0].refusal.clone().unwrap().code,
        RefusalCode::MonthNotOpen
    );
    let in_time = world.operation(Base::Version(0), cell("4"));
    assert_eq!(world.outcomes(&malee, &[in_time]).await, [Applied]);
    world.database.at("2023-03-06T00:00").await;
    let late = impatient(world.operation(Base::Version(0), cell("5")));
    assert_eq!(world.outcomes(&malee, &[late]).await, [Rejected]);
    let kept = "SELECT concat_ws(' ', rejection.month, refusal ->> 'code', event.month) FROM rejection, event
                WHERE body::json -> 'refused' ->> 0 = rejection.operation_id::text ORDER BY rejection.month DESC";
    assert_eq!(
        world.database.column(kept).await,
        ["2023-03-01 MONTH_NOT_OPEN", "2023-02-01 MONTH_CLOSED 2023-02-01"],
        "a month that was never opened has no report: its refusal is told of the district"
    );
    assert_eq!(world.database.value("SELECT count(*) FROM held_attempt").await, "0");
}

#[tokio::test]
async fn a_base_named_by_its_value_does_not_look_at_versions() {
    let mut world = World::new().await;
    let (malee, somchai) = (world.malee.clone(), world.somchai.clone());
    let seen = |amount: Option<&str>| {
        let amount = amount.map(|amount| Amount::parse(amount).unwrap());
        let fact = EntryFact {
            amount,
            ..EntryFact::default()
        };
        Base::Value(Seen { fact, own: None })
    };
    let quick = [
        world.operation(seen(None), cell("10")),
        world.operation(seen(Some("10")), cell("20")),
        world.operation(seen(Some("20")), cell("10")),
    ];
    assert_eq!(world.outcomes(&malee, &quick).await, [Applied; 3]);
    let stale = world.operation(seen(Some("20")), cell("30"));
    let same = world.operation(seen(Some("20")), cell("10"));
    assert_eq!(world.outcomes(&somchai, &[stale, same]).await, [Conflict, Noop]);
}
