//! Places and their sums: every level adds up to the one above, and an answer costs as many statements as it has levels.

use kit::device::{Cell, Device};
use kit::node::Node;
use kit::socket::Socket;
use kit::{Database, Person, statements};
use serde_json::Value;

const NESTED: &str = "{
    nation { rollup(period: { fiscalYear: 2566 }) { monthTotals }
        provinces { code rollup(period: { fiscalYear: 2566 }) { monthTotals }
            districts { code rollup(period: { fiscalYear: 2566 }) { monthTotals } } } } }";

async fn department(database: &Database) -> (Node, Person) {
    let node = Node::start(database).await;
    let department = node.as_("department").await;
    (node, department)
}

/// The months of a place, in satang.
fn months(place: &Value) -> Vec<i64> {
    let totals = place["rollup"]["monthTotals"].as_array().expect("a list");
    totals.iter().map(satang).collect()
}

fn satang(amount: &Value) -> i64 {
    amount
        .as_str()
        .expect("money is text")
        .replace('.', "")
        .parse()
        .expect("two decimals")
}

/// The months of several places, added.
fn added(places: &[Value]) -> Vec<i64> {
    places.iter().map(months).fold(vec![0; 12], |sum, months| {
        sum.iter().zip(months).map(|(sum, month)| sum + month).collect()
    })
}

/// What can be asked of a place with everything that lies below its sums.
const SUMS: &str = "code rollup(period: { round: { fiscalYear: 2566, number: 1 } }) { revenue
    growth { official { revenue percent notComputable } provisional { percent } coverage { expected confirmed } }
    score { value notComputable target { percent thresholds parts { warning } } } }";

#[tokio::test]
async fn the_deepest_question_fits_the_servers_stack() {
    let database = Database::demonstration().await;
    let server = kit::process::Server::start(&database, None).await;
    let person = kit::Person::sign_in(&server.address, "department").await;
    let inside = format!("producers(first: 1) {{ nodes {{ rollup(period: {{ month: \"2023-01\" }}) {{ revenue }} }} }} {SUMS}");
    let nested = format!("{{ nation {{ {SUMS} provinces {{ {SUMS} districts {{ {inside} }} }} }} }}");
    let answer = person.ask(&nested).await;
    let provinces = answer.data()["nation"]["provinces"].as_array().expect("a list");
    let districts = provinces.iter().filter_map(|province| province["districts"].as_array());
    assert_eq!(districts.map(Vec::len).max(), Some(32), "Nakhon Ratchasima's");
}

#[tokio::test]
async fn every_level_adds_up_to_the_one_above() {
    let database = Database::demonstration().await;
    let (_node, department) = department(&database).await;
    let nation = department.ask(NESTED).await["nation"].clone();
    let provinces = nation["provinces"].as_array().expect("a list");
    assert_eq!(provinces.len(), 76);
    assert_eq!(added(provinces), months(&nation));
    assert_ne!(months(&nation)[0], 0, "October 2565 was sold");
    let mut districts = 0;
    for province in provinces {
        let below = province["districts"].as_array().expect("a list");
        districts += below.len();
        assert_eq!(added(below), months(province), "{}", province["code"]);
    }
    assert_eq!(districts, 878);
}

#[tokio::test]
async fn a_nested_rollup_costs_a_statement_a_level() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    statements::watch(&database);
    let (_node, department) = department(&database).await;
    department.ask(NESTED).await.data();
    // The first answer found out about the types; the second shows what every one costs.
    statements::taken(&database);
    department.ask(NESTED).await.data();
    insta::assert_snapshot!("nested_rollup", statements::taken(&database).join("\n\n"));
}

#[tokio::test]
async fn one_answer_is_of_one_instant() {
    let database = Database::demonstration().await;
    let (_node, department) = department(&database).await;
    let query = "{ province(code: \"27\") {
        month: rollup(period: { month: \"2023-01\" }) { revenue byCategory { revenue } byChannel { revenue } byKind { revenue } }
        districts { rollup(period: { month: \"2023-01\" }) { revenue } } } }";
    let province = department.ask(query).await["province"].clone();
    let revenue = satang(&province["month"]["revenue"]);
    for part in ["byCategory", "byChannel", "byKind"] {
        let parts = province["month"][part].as_array().expect("a list");
        assert_eq!(parts.iter().map(|part| satang(&part["revenue"])).sum::<i64>(), revenue, "{part}");
    }
    let districts = province["districts"].as_array().expect("a list");
    assert_eq!(
        districts.iter().map(|district| satang(&district["rollup"]["revenue"])).sum::<i64>(),
        revenue
    );
}

#[tokio::test]
async fn a_district_says_who_is_missing() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let (_node, department) = department(&database).await;
    let query = "{ province(code: \"27\") { rollup(period: { month: \"2023-02\" }) {
        completeness { roster reported notObtained missing } reports { expected draft confirmed } } }
        district(code: \"2706\") { rollup(period: { month: \"2023-02\" }) { revenue completeness { roster missing } } } }";
    let answer = department.ask(query).await;
    let producers = database.producers("2706").await.len();
    let district = &answer["district"]["rollup"];
    assert_eq!(
        district["completeness"],
        serde_json::json!({ "roster": producers, "missing": producers })
    );
    assert_eq!(district["revenue"], "0.00");
    let province = &answer["province"]["rollup"];
    assert_eq!(
        province["reports"],
        serde_json::json!({ "expected": 9, "draft": 9, "confirmed": 0 })
    );
    let count = |name: &str| province["completeness"][name].as_i64().expect("a number");
    assert_eq!(count("roster"), count("reported") + count("missing"));
    assert!(count("notObtained") <= count("missing"), "not obtained counts as missing");
}

#[tokio::test]
async fn a_district_is_the_sum_of_its_subdistricts_and_of_its_producers() {
    let database = Database::demonstration().await;
    let (node, _) = department(&database).await;
    let officer = node.as_("officer.2701").await;
    for basis in ["ALL", "CONFIRMED"] {
        let rollup = format!(
            "rollup(period: {{ fiscalYear: 2566 }}, basis: {basis}) {{ monthTotals byKind {{ kind revenue }} completeness {{ roster reported notObtained }} }}"
        );
        let query = format!(
            "{{ district(code: \"2701\") {{ {rollup} subdistricts {{ {rollup} }} producers(first: 100) {{ nodes {{ {rollup} }} }} }} }}"
        );
        let district = officer.ask(&query).await["district"].clone();
        for parts in [&district["subdistricts"], &district["producers"]["nodes"]] {
            let parts = parts.as_array().expect("a list");
            assert_eq!(added(parts), months(&district), "{basis}");
            for count in ["roster", "reported", "notObtained"] {
                let of = |place: &Value| place["rollup"]["completeness"][count].as_i64().expect("a number");
                assert_eq!(parts.iter().map(of).sum::<i64>(), of(&district), "{basis} {count}");
            }
            assert_eq!(by_kind(parts), by_kind(std::slice::from_ref(&district)), "{basis}");
        }
    }
}

/// Satang by kind of producer.
#[tokio::test]
async fn a_subdistrict_is_followed_live() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let node = Node::start(&database).await;
    let entry = node.as_("entry.2706").await;
    let producer = database.value("SELECT id FROM producer WHERE district = '2706' LIMIT 1").await;
    let place = database
        .value(&format!(
            "SELECT subdistrict FROM active_producer('2706', '2023-02-01') WHERE producer_id = '{producer}'"
        ))
        .await;
    let document = format!("subscription {{ rollupChanged(area: \"{place}\", period: {{ month: \"2023-02\" }}) {{ revenue }} }}");
    let mut socket = Socket::follow(&entry, &document).await;
    assert_eq!(socket.next().await["rollupChanged"]["revenue"], "0.00");
    let mut device = Device::of(&entry);
    let edit = device.enter(&Cell::food(&producer), Some("12.50"), 0);
    device.push(&[edit]).await;
    assert_eq!(socket.next().await["rollupChanged"]["revenue"], "12.50");
}

fn by_kind(places: &[Value]) -> std::collections::BTreeMap<String, i64> {
    let mut sums = std::collections::BTreeMap::new();
    for part in places
        .iter()
        .flat_map(|place| place["rollup"]["byKind"].as_array().expect("a list"))
    {
        *sums.entry(part["kind"].to_string()).or_default() += satang(&part["revenue"]);
    }
    sums
}
