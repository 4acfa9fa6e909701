//! Bad values and foreign ids: never `errors`, which that client would send again for ever, with everything behind them waiting.

use serde_json::{Value, json};

use super::{Door, Office, but};

/// What breaks which rule: the fields changed, the refusal's field and rule.
fn bad_values() -> Vec<(Value, &'static str, &'static str)> {
    let long = "ก".repeat(2_001);
    vec![
        (json!({ "amount": "12.345" }), "amount", "two-decimals"),
        (json!({ "amount": "-1" }), "amount", "not-negative"),
        (json!({ "amount": "1e3" }), "amount", "format"),
        (json!({ "amount": "" }), "amount", "not-empty"),
        (json!({ "amount": null }), "amount", "not-empty"),
        (json!({ "amount": "9".repeat(5_000) }), "amount", "length"),
        (json!({ "amount": "1000000000000" }), "amount", "ceiling"),
        (json!({ "amount": "1\u{0}" }), "amount", "characters"),
        (json!({ "month": "2566-02" }), "month", "format"),
        (json!({ "month": "2023-13" }), "month", "format"),
        (json!({ "month": null }), "month", "format"),
        (json!({ "month": "2023-02\u{0}" }), "month", "characters"),
        (json!({ "category": "SHOES" }), "category", "format"),
        (json!({ "category": null }), "category", "format"),
        (json!({ "channel": "MOON" }), "id", "names-the-figure"),
        (json!({ "channel": null }), "id", "names-the-figure"),
        (json!({ "id": "x" }), "id", "names-the-figure"),
        (json!({ "id": null }), "id", "names-the-figure"),
        (json!({ "note": long }), "note", "length"),
        (json!({ "note": "a\u{0}b" }), "note", "characters"),
    ]
}

#[tokio::test]
async fn bad_values_are_refused_and_kept_and_their_neighbours_go_through() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    for (index, (changes, field, rule)) in bad_values().into_iter().enumerate() {
        let bad = but(&office.food(0, "1.00"), changes);
        let good = office.food(1, &format!("{}.00", index + 1));
        let seen = (index > 0).then(|| office.food(1, &format!("{index}.00")));
        let answer = door.push(&[(&bad, None), (&good, seen.as_ref())]).await;
        let [element] = &answer[..] else { panic!("{rule}: {answer:?}") };
        let echoed = |name: &str| element[name] == bad[name] || (bad[name].is_null() && element[name] == "");
        assert!(
            ["id", "producerId", "month", "category", "channel", "amount"]
                .into_iter()
                .all(echoed),
            "{element}"
        );
        assert_eq!(element["deleted"], true);
        let kept = "SELECT concat_ws(' ', refusal ->> 'field', refusal ->> 'rule') FROM rejection ORDER BY operation_id DESC LIMIT 1";
        assert_eq!(office.database.value(kept).await, format!("{field} {rule}"));
    }
    let last = bad_values().len();
    assert_eq!(office.figures().await, [format!("{last}.00 v{last}")]);
}

/// What a push left behind.
async fn traces(office: &Office) -> [String; 3] {
    [
        office.count("operation").await,
        office.count("rejection").await,
        office.count("rxdb_row").await,
    ]
}

#[tokio::test]
async fn foreign_and_unknown_producers_answer_alike_and_leave_nothing() {
    let office = Office::open().await;
    let door = office.door("entry.2706").await;
    let foreign = office.database.producers("2701").await.remove(0);
    let before = traces(&office).await;
    for producer in [foreign.as_str(), "019c0000-0000-7000-8000-000000000001", "nobody", ""] {
        let offered = super::document(producer, "2023-01", "FOOD", "SHOP", "9.99");
        assert_eq!(door.push(&[(&offered, None)]).await, [but(&offered, json!({ "deleted": true }))]);
    }
    assert_eq!(traces(&office).await, before);
}

#[tokio::test]
async fn who_does_not_record_gets_nothing_and_writes_nothing() {
    let office = Office::open().await;
    let entry = office.door("entry.2706").await;
    entry.say(&office.food(0, "5.00"), None).await;
    let before = traces(&office).await;
    for username in ["viewer", "member1.2706"] {
        let door = office.door(username).await;
        assert_eq!(door.pull(None, 100).await.0, [] as [Value; 0], "{username}");
        assert_eq!(door.say(&office.food(0, "6.00"), None).await, ["6.00 v0 removed"], "{username}");
    }
    let above: Door = office.door("province.27").await;
    assert_eq!(
        above.say(&office.food(0, "6.00"), None).await,
        ["5.00 v1"],
        "who reads is told what stands there"
    );
    assert_eq!(traces(&office).await, before);
}
