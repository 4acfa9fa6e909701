//! Rows of a client that has no ids, lags behind with its versions and never gives up.

use kit::device::{Cell, Device};
use serde_json::json;

use super::{Office, but};

#[tokio::test]
async fn what_went_through_is_not_answered_and_quick_edits_are_not_reverted() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let (ten, twenty) = (office.food(0, "10"), office.food(0, "20.00"));
    assert_eq!(door.say(&ten, None).await, [""; 0]);
    for _ in 0..3 {
        assert_eq!(door.say(&twenty, Some(&ten)).await, [""; 0]);
        assert_eq!(door.say(&ten, Some(&twenty)).await, [""; 0]);
    }
    assert_eq!(
        office.figures().await,
        ["10.00 v7"],
        "rows that look the same are edits of their own"
    );
    assert_eq!(office.count("conflict").await, "0");
}

#[tokio::test]
async fn a_row_that_is_sent_again_has_no_second_effect() {
    let office = Office::open().await;
    let (door, other) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    let (ten, twenty) = (office.food(0, "10.00"), office.food(0, "20.00"));
    door.say(&ten, None).await;
    assert_eq!(door.say(&twenty, Some(&ten)).await, [""; 0]);
    let events = office.count("event").await;
    assert_eq!(door.say(&twenty, Some(&ten)).await, [""; 0], "its answer was lost");
    assert_eq!(office.count("event").await, events);
    let back = but(&ten, json!({ "version": 2 }));
    assert_eq!(
        other.say(&back, Some(&twenty)).await,
        [""; 0],
        "a colleague puts the old value back"
    );
    assert_eq!(
        door.say(&twenty, Some(&ten)).await,
        ["10.00 v3"],
        "the row that undid it once does not undo it now"
    );
    assert_eq!(office.figures().await, ["10.00 v3"]);
    assert_eq!(office.count("conflict").await, "0");
    let anew = but(&ten, json!({ "version": 3 }));
    assert_eq!(door.say(&twenty, Some(&anew)).await, [""; 0], "an edit of what was seen since");
    assert_eq!(office.figures().await, ["20.00 v4"]);
}

#[tokio::test]
async fn a_client_that_hears_itself_late_is_in_nobodys_way() {
    let office = Office::open().await;
    let (door, other) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    let amount = |amount: &str| office.food(0, amount);
    door.say(&amount("1.00"), None).await;
    door.say(&amount("2.00"), Some(&amount("1.00"))).await;
    let late = but(&amount("1.00"), json!({ "version": 1 }));
    assert_eq!(door.say(&amount("3.00"), Some(&late)).await, [""; 0]);
    assert_eq!(door.say(&amount("4.00"), Some(&late)).await, [""; 0]);
    assert_eq!(other.say(&amount("9.00"), Some(&amount("4.00"))).await, [""; 0]);
    assert_eq!(door.say(&amount("5.00"), Some(&late)).await, ["9.00 v5"], "somebody else is");
    assert_eq!(
        other.say(&amount("6.00"), Some(&late)).await,
        ["9.00 v5"],
        "what another made is seen or not"
    );
}

#[tokio::test]
async fn two_values_are_a_conflict_that_the_next_edit_settles() {
    let office = Office::open().await;
    let (first, second) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    first.say(&office.food(0, "500.00"), None).await;
    let mine = office.food(0, "700.00");
    assert_eq!(second.say(&mine, None).await, ["500.00 v1"], "what stands there");
    assert_eq!(second.say(&mine, None).await, ["500.00 v1"], "the answer was lost");
    let open = "conflict WHERE resolved_at IS NULL AND offered_amount = 700 AND master_amount = 500";
    assert_eq!(office.count(open).await, "1");
    assert_eq!(
        second.say(&office.food(0, "500.00"), None).await,
        [""; 0],
        "the same value is no conflict"
    );
    let seen = but(&office.food(0, "500.00"), json!({ "version": 1 }));
    assert_eq!(second.say(&office.food(0, "650.00"), Some(&seen)).await, [""; 0]);
    assert_eq!(office.figures().await, ["650.00 v2"]);
}

#[tokio::test]
async fn an_edit_over_what_was_answered_settles_the_conflict() {
    let office = Office::open().await;
    let (first, second) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    first.say(&office.food(0, "500.00"), None).await;
    let answer = second.push(&[(&office.food(0, "700.00"), None)]).await.remove(0);
    assert_eq!(office.count("conflict WHERE resolved_at IS NULL").await, "1");
    assert_eq!(second.say(&office.food(0, "700.00"), Some(&answer)).await, [""; 0]);
    assert_eq!(office.figures().await, ["700.00 v2"]);
    assert_eq!(office.count("conflict WHERE resolved_at IS NULL").await, "0");
}

#[tokio::test]
async fn removing_is_an_edit_and_two_removals_do_not_disagree() {
    let office = Office::open().await;
    let (first, second) = (office.door("entry.2706").await, office.door("entry2.2706").await);
    let figure = but(&office.food(0, "5.00"), json!({ "note": "" }));
    first.say(&figure, None).await;
    let seen = but(&figure, json!({ "note": null, "version": 1 }));
    let removed = but(&seen, json!({ "deleted": true, "note": "ซ้ำ" }));
    assert_eq!(first.say(&removed, Some(&figure)).await, [""; 0]);
    assert_eq!(second.say(&but(&seen, json!({ "deleted": true })), Some(&seen)).await, [""; 0]);
    assert_eq!(
        second.say(&but(&seen, json!({ "amount": "6.00" })), Some(&seen)).await,
        ["0.00 v2 removed"]
    );
    assert_eq!(
        second.say(&office.food(1, "1.00"), Some(&office.food(1, "2.00"))).await,
        ["1.00 v0 removed"]
    );
    assert_eq!(
        office.count("conflict").await,
        "2",
        "an edit of what is gone, and one of what never was"
    );
}

#[tokio::test]
async fn a_month_that_is_not_open_refuses_and_is_decided_anew_when_it_opens() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let ten = office.food(0, "10.00");
    door.say(&ten, None).await;
    office.database.at("2023-03-06T00:00").await;
    let (seen, twenty) = (but(&ten, json!({ "version": 1 })), office.food(0, "20.00"));
    for _ in 0..2 {
        assert_eq!(door.say(&twenty, Some(&seen)).await, ["10.00 v1"]);
    }
    let waiting = "rejection WHERE acknowledged_at IS NULL AND refusal ->> 'code' = 'MONTH_CLOSED' AND offered = '20.00'";
    assert_eq!(office.count(waiting).await, "1", "sent again, it takes the place of its refusal");
    assert_eq!(office.count("held_attempt").await, "0");
    assert_eq!(
        door.say(&office.food(1, "7.00"), None).await,
        ["7.00 v0 removed"],
        "nothing stands there"
    );
    office.database.at("2023-03-05T23:00").await;
    assert_eq!(door.say(&twenty, Some(&seen)).await, [""; 0]);
    assert_eq!(office.figures().await, ["20.00 v2"]);
    assert_eq!(office.count(waiting).await, "0");
}

#[tokio::test]
async fn a_laptop_and_this_door_write_the_same_figures() {
    let office = Office::open().await;
    let (door, laptop) = (office.door("entry.2706").await, office.node.as_("entry2.2706").await);
    let mut device = Device::of(&laptop);
    let cell = Cell::food(&office.producers[0]);
    let entered = device.enter(&cell, Some("10.00"), 0);
    device.push(&[entered]).await;
    assert_eq!(door.say(&office.food(0, "20.00"), Some(&office.food(0, "10.00"))).await, [""; 0]);
    let late = device.enter(&cell, Some("30.00"), 1);
    assert_eq!(device.say(&[late]).await, ["CONFLICT 20.00 v2 IN_PROGRESS v1 30.00 against 20.00"]);
}

#[tokio::test]
async fn a_push_of_any_size_is_answered() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let figure = office.food(0, "0.00");
    let mut rows = Vec::new();
    for amount in 0..600 {
        rows.push(but(&figure, json!({ "amount": format!("{}.00", amount % 2) })));
    }
    let chain: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (row, index.checked_sub(1).map(|before| &rows[before])))
        .collect();
    assert_eq!(
        door.push(&chain[..50]).await,
        [] as [serde_json::Value; 0],
        "rows of one document follow each other"
    );
    assert_eq!(office.figures().await, ["1.00 v50"]);
    let channels = ["FOOD", "HERB", "TEXTILE", "HOUSEWARE", "BEVERAGE"];
    let unknown: Vec<_> = (0..600)
        .map(|index| super::document(&office.producers[1], "2023-02", channels[index % 5], &format!("X{index}"), "1.00"))
        .collect();
    let rows: Vec<_> = unknown.iter().map(|row| (row, None)).collect();
    assert_eq!(door.push(&rows).await.len(), 600);
    assert_eq!(office.count("rejection").await, "600");
}
