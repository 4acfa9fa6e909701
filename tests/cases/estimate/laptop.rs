//! The estimate on the real program: recorded without a server, sent, seen by a colleague, filled from last year, as a table and back.

use kit::laptop::Laptop;
use kit::office::Office;
use serde_json::{Value, json};

async fn total(laptop: &Laptop) -> Value {
    laptop.done(&["estimate", "show", "2566"]).await["total"].clone()
}

#[tokio::test]
async fn what_is_recorded_offline_reaches_the_server_and_colleagues() {
    let office = Office::open().await;
    let producer = office.producers.first().expect("a producer");
    let laptop = Laptop::sign_in(&office.node.server, "entry.2706").await;
    let entered = laptop.done(&["estimate", "enter", producer, "2566", "1", "125,000.50"]).await;
    assert_eq!((&entered["before"], &entered["after"]), (&Value::Null, &json!("125000.50")));
    laptop.done(&["estimate", "enter", producer, "๒๕๖๖", "4", "0.50"]).await;
    assert_eq!(total(&laptop).await, "125001.00");
    let waiting = laptop.done(&["waiting"]).await["waiting"].clone();
    assert_eq!(
        (&waiting[0]["kind"], &waiting[0]["period"]),
        (&json!("estimate"), &json!("1")),
        "{waiting}"
    );
    let page = laptop.home().join("estimate.html");
    let path = page.to_str().expect("a path");
    let drawn = laptop.done(&["export", "--form", "estimate", "--year", "2566", "--to", path]).await;
    assert_eq!((&drawn["fiscalYear"], &drawn["draft"]), (&json!(2566), &json!(true)), "{drawn}");
    assert!(std::fs::read_to_string(page).expect("a page").contains("125,000.50"));
    laptop.done(&["sync"]).await;
    let kept = "SELECT string_agg(concat(period, ' ', amount), ', ' ORDER BY period) FROM estimate_cell";
    assert_eq!(office.database.value(kept).await, "1 125000.50, 4 0.50");
    assert_eq!(total(&laptop).await, "125001.00", "pulled back");
    let colleague = Laptop::sign_in(&office.node.server, "officer.2706").await;
    assert_eq!(total(&colleague).await, "125001.00");
    let wrong = laptop.run(&["estimate", "enter", producer, "2566", "5", "1"]).await;
    assert_eq!(
        (wrong.code, &wrong.json["error"]["refusal"]["rule"]),
        (1, &json!("range")),
        "{}",
        wrong.json
    );
}

#[tokio::test]
async fn a_year_is_filled_written_and_read_back() {
    let office = Office::open().await;
    let laptop = Laptop::sign_in(&office.node.server, "entry.2706").await;
    let filled = laptop.done(&["estimate", "prefill", "2567"]).await;
    assert!(filled["queued"].as_i64() > Some(0), "{filled}");
    let file = laptop.home().join("estimate.xlsx");
    let file = file.to_str().expect("a path");
    laptop.done(&["estimate", "export", "2567", "--to", file]).await;
    let colleague = Laptop::sign_in(&office.node.server, "officer.2706").await;
    let read = colleague.done(&["estimate", "import", file, "2567"]).await;
    assert_eq!((&read["accepted"], &read["refused"]), (&filled["queued"], &json!(0)));
    let totals = [&laptop, &colleague].map(|of| async { of.done(&["estimate", "show", "2567"]).await["total"].clone() });
    let [one, other] = totals;
    assert_eq!(one.await, other.await);
    // The year has not opened: what is recorded waits, and is told so.
    let synced = laptop.run(&["sync"]).await;
    assert_eq!(synced.json["held"], filled["queued"], "{}", synced.json);
}
