//! Who sees which places, sums and producers: a table of people and questions.

use kit::Database;
use kit::node::Node;
use serde_json::{Value, json};

const SUM: &str = "rollup(period: { month: \"2023-01\" }) { revenue }";

/// The demonstration on 27 February 2566.
async fn world() -> (Database, Node) {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let node = Node::start(&database).await;
    (database, node)
}

/// What a question answers to a person, in a word: `seen`, `nothing`, or a code.
async fn verdict(node: &Node, username: &str, field: &str) -> String {
    let answer = node.as_(username).await.ask(&format!("{{ it: {field} }}")).await;
    match (answer.code(), &answer.0["data"]["it"]) {
        ("-", Value::Null) => "nothing".to_owned(),
        ("-", _) => "seen".to_owned(),
        (code, _) => code.to_owned(),
    }
}

#[tokio::test]
async fn sums_reach_as_far_as_the_assignment() {
    let (_database, node) = world().await;
    let fields = [
        "nation",
        "province(code: \"27\")",
        "district(code: \"2706\")",
        "district(code: \"2701\")",
        "province(code: \"26\")",
    ];
    let mut table = String::new();
    for username in ["entry.2706", "officer.2706", "member1.2706", "province.27", "department", "viewer"] {
        table += &format!("{username:<12}");
        for field in fields {
            let name = verdict(&node, username, &format!("{field} {{ nameTh }}")).await;
            let sum = verdict(&node, username, &format!("{field} {{ {SUM} }}")).await;
            table += &format!("  {name}/{sum}");
        }
        table += "\n";
    }
    insta::assert_snapshot!(table, @"
    entry.2706    seen/FORBIDDEN  seen/FORBIDDEN  seen/seen  nothing/nothing  nothing/nothing
    officer.2706  seen/FORBIDDEN  seen/FORBIDDEN  seen/seen  nothing/nothing  nothing/nothing
    member1.2706  seen/FORBIDDEN  seen/FORBIDDEN  seen/seen  nothing/nothing  nothing/nothing
    province.27   seen/FORBIDDEN  seen/seen  seen/seen  seen/seen  nothing/nothing
    department    seen/seen  seen/seen  seen/seen  seen/seen  seen/seen
    viewer        seen/seen  seen/seen  seen/seen  seen/seen  seen/seen
    ");
}

#[tokio::test]
async fn a_list_holds_what_one_sees_something_in() {
    let (_database, node) = world().await;
    let query = "{ nation { provinces { code districts { code } } } district(code: \"2706\") { province { code districts { code } } } }";
    let answer = node.as_("entry.2706").await.ask(query).await;
    let own = json!({ "code": "27", "districts": [{ "code": "2706" }] });
    assert_eq!(answer["nation"]["provinces"], json!([own]));
    assert_eq!(answer["district"]["province"], own);
    let answer = node
        .as_("province.27")
        .await
        .ask("{ nation { provinces { districts { code } } } }")
        .await;
    assert_eq!(answer["nation"]["provinces"][0]["districts"].as_array().map(Vec::len), Some(9));
}

#[tokio::test]
async fn producers_are_not_for_viewers_and_telephones_for_those_who_call() {
    let (database, node) = world().await;
    let producer = &database.producers("2706").await[0];
    database
        .run(&format!(
            "UPDATE producer_contact SET telephone = '080-000-0000' WHERE producer_id = '{producer}'"
        ))
        .await;
    let query = format!("{{ producer(id: \"{producer}\") {{ telephone }} }}");
    for (username, seen) in [
        ("entry.2706", json!({ "telephone": "080-000-0000" })),
        ("officer.2706", json!({ "telephone": "080-000-0000" })),
        ("province.27", json!({ "telephone": "080-000-0000" })),
        ("member1.2706", json!({ "telephone": null })),
        ("department", json!({ "telephone": null })),
        ("viewer", Value::Null),
        ("entry.2701", Value::Null),
    ] {
        assert_eq!(node.as_(username).await.ask(&query).await["producer"], seen, "{username}");
    }
    let list = "district(code: \"2706\") { producers { totalCount } }";
    assert_eq!(verdict(&node, "viewer", list).await, "FORBIDDEN");
    assert_eq!(verdict(&node, "department", list).await, "seen");
}

#[tokio::test]
async fn a_draft_is_not_there_for_the_committee() {
    let (_database, node) = world().await;
    let query = "{ district(code: \"2701\") { report(month: \"2023-02\") { status }
        rollup(period: { month: \"2023-02\" }) { revenue reports { expected } completeness { roster } } } }";
    let member = node.as_("member1.2701").await.ask(query).await["district"].clone();
    assert_eq!(
        member,
        json!({ "report": null, "rollup": { "revenue": "0.00", "reports": { "expected": 0 }, "completeness": { "roster": 0 } } })
    );
    let officer = node.as_("officer.2701").await.ask(query).await["district"].clone();
    assert_eq!(officer["report"], json!({ "status": "DRAFT" }));
    assert_ne!(officer["rollup"]["revenue"], "0.00");
}

#[tokio::test]
async fn anything_is_found_by_its_id() {
    let (database, node) = world().await;
    let producer = &database.producers("2706").await[0];
    let entry = node.as_("entry.2706").await;
    let cell = database
        .value(&format!(
            "SELECT concat_ws('|', producer_id, '2023-01', category, channel) FROM cell
             WHERE producer_id = '{producer}' AND month = '2023-01-01' LIMIT 1"
        ))
        .await;
    let sheet = format!("{producer}|2023-01");
    for (id, kind) in [
        ("TH", "Nation"),
        ("27", "Province"),
        ("2706", "District"),
        ("270601", "Subdistrict"),
        (producer.as_str(), "Producer"),
        ("2706:2023-02", "Report"),
        (sheet.as_str(), "Sheet"),
        (cell.as_str(), "RevenueEntry"),
    ] {
        let answer = entry.ask(&format!("{{ node(id: \"{id}\") {{ __typename id }} }}")).await;
        assert_eq!(answer["node"], json!({ "__typename": kind, "id": id }));
    }
    for id in ["26", "28", "2701", "270101", "2701:2023-02", "9999", "nothing", ""] {
        assert_eq!(
            entry.ask(&format!("{{ node(id: \"{id}\") {{ id }} }}")).await["node"],
            Value::Null,
            "{id}"
        );
    }
}
