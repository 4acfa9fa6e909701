//! After the close: the draft, made once by whichever node comes first; the department's consolidation; and the letters it is sent by.

use kit::client::Answer;
use kit::node::Node;
use kit::process::Server;
use kit::wait::until;
use kit::{Database, Person};
use otop_server::app::App;
use otop_server::consolidation::draft_closed_month;
use otop_server::feed::Bell;
use otop_server::{database, verify};
use serde_json::{Value, json};

const MADE: &str = "SELECT month::text || ' ' || number FROM consolidation ORDER BY month, number";

async fn at(bangkok: &str) -> Database {
    let database = Database::demonstration().await;
    database.at(bangkok).await;
    database
}

fn node(database: &Database) -> App {
    let pool = database::pool(&database.url(), 4).unwrap_or_else(|problem| panic!("{}", problem.english));
    App::new(pool, Bell::local())
}

async fn draft(database: &Database) {
    let (one, other) = (node(database), node(database));
    let (one, other) = tokio::join!(draft_closed_month(&one), draft_closed_month(&other));
    one.and(other).unwrap_or_else(|error| panic!("{error:?}"));
}

async fn consolidate(department: &Person) -> Value {
    let shown = "number draft official digest transmissions { letterNumber } districts { district difference }";
    let document = format!("mutation {{ consolidateMonth(input: {{ month: \"2023-02\" }}) {{ {shown} }} }}");
    department.ask(&document).await["consolidateMonth"].clone()
}

#[tokio::test]
async fn a_month_is_drafted_once_when_it_closes() {
    let database = at("2023-03-05T23:59:59.999").await;
    draft(&database).await;
    assert_eq!(database.column(MADE).await, [""; 0], "February is open, January was imported");
    database.at("2023-03-06T00:00").await;
    draft(&database).await;
    draft(&database).await;
    assert_eq!(database.column(MADE).await, ["2023-02-01 0"]);
    let told = "SELECT area || ' ' || count(*) FROM event WHERE kind = 'CONSOLIDATION_DRAFTED' GROUP BY area";
    assert_eq!(database.column(told).await, ["TH 1"]);
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    let shown = "{ consolidation(month: \"2023-02\") { number draft consolidatedBy } }";
    assert_eq!(
        department.ask(shown).await["consolidation"],
        json!({ "number": 0, "draft": true, "consolidatedBy": null })
    );
}

#[tokio::test]
async fn what_the_department_consolidates_counts_from_one() {
    let database = at("2023-03-06T00:00").await;
    draft(&database).await;
    let node = Node::start(&database).await;
    let first = consolidate(&node.as_("department").await).await;
    assert_eq!((&first["number"], &first["draft"]), (&json!(1), &json!(false)));
    let differences = first["districts"].as_array().expect("a list").iter();
    assert!(
        differences.map(|line| &line["difference"]).all(Value::is_null),
        "a draft is nothing to differ from"
    );
    draft(&database).await;
    assert_eq!(database.column(MADE).await, ["2023-02-01 0", "2023-02-01 1"]);
    let mut connection = database.connect().await;
    let verdicts = verify::verify(&mut connection, &|_| {})
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    assert!(verdicts.iter().all(|verdict| verdict.findings.is_empty()));
}

#[tokio::test]
async fn a_month_that_was_consolidated_is_not_drafted_any_more() {
    let database = at("2023-03-06T00:00").await;
    let node = Node::start(&database).await;
    consolidate(&node.as_("department").await).await;
    draft(&database).await;
    assert_eq!(database.column(MADE).await, ["2023-02-01 1"]);
}

#[tokio::test]
async fn real_nodes_draft_by_themselves() {
    let database = at("2023-03-05T23:59:59").await;
    let _nodes = (Server::start(&database, None).await, Server::start(&database, None).await);
    database.at("2023-03-06T00:00").await;
    until("a draft", async || (database.column(MADE).await == ["2023-02-01 0"]).then_some(())).await;
}

/// What is answered to a letter: how many the consolidation has, or the code and rule of the refusal.
async fn send(person: &Person, more: Value) -> String {
    let mut input =
        json!({ "month": "2023-02", "consolidation": 1, "recipient": "OPDC", "letterNumber": "มท 0405.2/118", "letterDate": "2023-03-06" });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let document = "mutation ($input: RecordTransmissionInput!) { recordTransmission(input: $input) { transmissions { letterNumber } } }";
    told(&person.ask_with(document, json!({ "input": input })).await)
}

fn told(answer: &Answer) -> String {
    let extensions = &answer.0["errors"][0]["extensions"];
    match extensions["code"].as_str() {
        Some(code) => format!("{code} {}", extensions["rule"].as_str().unwrap_or("-")),
        None => {
            let letters = answer["recordTransmission"]["transmissions"].as_array();
            letters.map_or(0, Vec::len).to_string()
        }
    }
}

#[tokio::test]
async fn a_consolidation_is_sent_by_letters() {
    let database = at("2023-03-06T00:00").await;
    draft(&database).await;
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    assert_eq!(send(&department, json!({})).await, "NOT_FOUND -", "nothing was consolidated");
    assert_eq!(send(&department, json!({ "consolidation": 0 })).await, "INVALID draft");
    let first = consolidate(&department).await;
    assert_eq!(first["transmissions"], json!([]));
    for day in ["2023-03-05", "2023-03-07"] {
        assert_eq!(send(&department, json!({ "letterDate": day })).await, "INVALID range");
    }
    assert_eq!(send(&node.as_("province.27").await, json!({})).await, "NOT_FOUND -");
    assert_eq!(send(&node.as_("viewer").await, json!({})).await, "FORBIDDEN role");
    assert_eq!(send(&department, json!({})).await, "1");
    assert_eq!(send(&department, json!({})).await, "INVALID unique");
    assert_eq!(
        send(&department, json!({ "recipient": "MINISTRY", "remark": "ส่งพร้อมบัญชีรายจังหวัด" })).await,
        "2"
    );
    let said =
        "SELECT body::json ->> 'reason' || ' ' || (body::json ->> 'digest') FROM event WHERE kind = 'TRANSMITTED' ORDER BY chain_index";
    let digest = first["digest"].as_str().expect("a digest");
    assert_eq!(
        database.column(said).await,
        [
            format!("2023-02 1 OPDC มท 0405.2/118 {digest}"),
            format!("2023-02 1 MINISTRY มท 0405.2/118 {digest}")
        ]
    );
    // A restatement is sent by a letter of its own; what was sent stays.
    consolidate(&department).await;
    assert_eq!(send(&department, json!({ "consolidation": 2 })).await, "1");
    let shown = "{ consolidation(month: \"2023-02\", number: 1) { transmissions { recipient letterNumber letterDate remark } } }";
    let letter = |recipient: &str, remark: Value| json!({ "recipient": recipient, "letterNumber": "มท 0405.2/118", "letterDate": "2023-03-06", "remark": remark });
    assert_eq!(
        node.as_("viewer").await.ask(shown).await["consolidation"]["transmissions"],
        json!([letter("OPDC", Value::Null), letter("MINISTRY", json!("ส่งพร้อมบัญชีรายจังหวัด"))])
    );
}
