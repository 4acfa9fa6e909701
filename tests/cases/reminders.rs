//! Deadlines called to mind: in time, once whatever the number of nodes, and nobody who has confirmed.

use kit::process::Server;
use kit::report::Report;
use kit::wait::until;
use kit::{Database, Socket};
use otop_server::app::App;
use otop_server::calendar::remind_due;
use otop_server::database;
use otop_server::feed::Bell;

const KINDS: &str = "'DUE_SOON', 'LAST_WORKING_DAY', 'DUE_TODAY', 'OVERDUE'";

fn node(database: &Database) -> App {
    let pool = database::pool(&database.url(), 4).unwrap_or_else(|problem| panic!("{}", problem.english));
    App::new(pool, Bell::local())
}

/// Two nodes look at the same moment.
async fn look(database: &Database) {
    let (one, other) = (node(database), node(database));
    let (one, other) = tokio::join!(remind_due(&one), remind_due(&other));
    one.and(other).unwrap_or_else(|error| panic!("{error:?}"));
}

/// What February's reports of Sa Kaeo were reminded of, with how many of them: `DUE_SOON 9`.
async fn reminded(database: &Database) -> Vec<String> {
    let query = format!(
        "SELECT kind || ' ' || count(*) FROM event WHERE month = '2023-02-01' AND area LIKE '27%' AND kind IN ({KINDS}) GROUP BY kind ORDER BY min(seq)"
    );
    database.column(&query).await
}

#[tokio::test]
async fn what_is_not_confirmed_is_called_to_mind_once_a_warning() {
    let database = Database::demonstration().await;
    for (instant, expected) in [
        ("2023-02-27T23:59", &[][..]),
        ("2023-02-28T00:00", &["DUE_SOON 9"]),
        ("2023-03-02T12:00", &["DUE_SOON 9"]),
        ("2023-03-03T00:00", &["DUE_SOON 9", "DUE_TODAY 9"]),
        ("2023-03-04T00:00", &["DUE_SOON 9", "DUE_TODAY 9", "OVERDUE 9"]),
        ("2023-03-06T00:00", &["DUE_SOON 9", "DUE_TODAY 9", "OVERDUE 9"]),
    ] {
        database.at(instant).await;
        look(&database).await;
        assert_eq!(reminded(&database).await, expected, "{instant}");
    }
    let deadline = format!("SELECT DISTINCT body::json ->> 'until' FROM event WHERE kind IN ({KINDS})");
    assert_eq!(database.column(&deadline).await, ["2023-03-03T17:00:00.000000Z"]);
}

#[tokio::test]
async fn a_holiday_brings_the_warning_forward_and_a_moved_deadline_is_a_new_one() {
    let database = Database::demonstration().await;
    database
        .run("INSERT INTO holiday VALUES ('2023-03-03', 'วันหยุดพิเศษ', 'Special holiday', 'ทดสอบ')")
        .await;
    database.at("2023-03-02T09:00").await;
    look(&database).await;
    assert_eq!(reminded(&database).await, ["LAST_WORKING_DAY 9"]);
    database
        .run(
            "INSERT INTO calendar_override (month, due_at, reason, set_at) VALUES ('2023-02-01', '2023-03-05T00:00+07:00', 'น้ำท่วม', now())",
        )
        .await;
    database.at("2023-03-04T09:00").await;
    look(&database).await;
    look(&database).await;
    assert_eq!(
        reminded(&database).await,
        ["LAST_WORKING_DAY 9", "DUE_TODAY 9"],
        "not overdue: the deadline was moved"
    );
    database.run("UPDATE calendar_override SET due_at = '2023-03-06T00:00+07:00'").await;
    database.at("2023-03-05T09:00").await;
    look(&database).await;
    assert_eq!(
        reminded(&database).await,
        ["LAST_WORKING_DAY 9", "DUE_TODAY 18"],
        "of another deadline"
    );
}

#[tokio::test]
async fn who_has_confirmed_is_left_alone() {
    let database = Database::demonstration().await;
    database.at("2023-03-03T09:00").await;
    database
        .run("UPDATE report SET confirmed_version = 1 WHERE (district, month) = ('2701', '2023-02-01')")
        .await;
    look(&database).await;
    assert_eq!(reminded(&database).await, ["DUE_TODAY 8"]);
    let told = "SELECT count(*) FROM event WHERE area = '2701' AND month = '2023-02-01' AND kind = 'DUE_TODAY'";
    assert_eq!(database.value(told).await, "0");
}

#[tokio::test]
async fn real_nodes_call_to_mind_by_themselves_and_followers_hear_of_it() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T23:59").await;
    let nodes = (Server::start(&database, None).await, Server::start(&database, None).await);
    let officer = kit::Person::sign_in(&nodes.0.address, "officer.2706").await;
    let question = "subscription { reportChanged(area: \"2706\") { kind by report { id } } }";
    let mut following = Socket::follow(&officer, question).await;
    assert_eq!(following.message().await["payload"]["data"]["reportChanged"]["kind"], "HELLO");
    database.at("2023-02-28T00:00").await;
    let told = following.message().await["payload"]["data"]["reportChanged"].clone();
    assert_eq!(
        told,
        serde_json::json!({ "kind": "DUE_SOON", "by": null, "report": { "id": "2706:2023-02" } })
    );
    until("all districts", async || {
        (reminded(&database).await == ["DUE_SOON 9"]).then_some(())
    })
    .await;
    let report = Report::february("2706");
    let history = report.read(&officer, "history { kind by }").await;
    assert!(
        history["history"]
            .as_array()
            .is_some_and(|links| links.iter().any(|link| link["kind"] == "DUE_SOON"))
    );
}
