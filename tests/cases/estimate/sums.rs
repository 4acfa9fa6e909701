//! Totals and percent of the estimate, the same at every level.

use kit::Person;
use serde_json::{Value, json};

use super::world::World;

const FIELDS: &str = "estimate { byPeriod period { estimate revenue percent notComputable } year { estimate revenue percent notComputable }
    districts { expected sent late overdue received } }";

async fn rollup(person: &Person, place: &str, period: &str) -> Value {
    let query = format!("{{ it: {place} {{ rollup(period: {{ {period} }}) {{ {FIELDS} }} }} }}");
    person.ask(&query).await["it"]["rollup"]["estimate"].clone()
}

fn satang(amount: &Value) -> i64 {
    let text = amount.as_str().unwrap_or_else(|| panic!("money is text: {amount}"));
    text.replace('.', "").parse().expect("two decimals")
}

/// revenue / estimate × 100 with two decimals, half up.
fn percent(share: &Value) -> String {
    let hundredths = (i128::from(satang(&share["revenue"])) * 20_000 / i128::from(satang(&share["estimate"])) + 1) / 2;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[tokio::test]
async fn percent_of_the_estimate_is_of_confirmed_revenue() {
    let world = World::new().await;
    world.sent("250000").await;
    let officer = &world.officer;
    let quarter = rollup(officer, "district(code: \"2701\")", "range: { from: \"2022-10\", to: \"2022-12\" }").await;
    let producers = world.database.producers("2701").await.len();
    let expected = i64::try_from(producers).expect("few") * 25_000_000;
    assert_eq!(satang(&quarter["period"]["estimate"]), expected);
    assert_eq!(satang(&quarter["year"]["estimate"]), expected * 4);
    let sold = "SELECT sum(confirmed_satang) FROM report WHERE district = '2701' AND month BETWEEN '2022-10-01' AND '2022-12-01'";
    assert_eq!(satang(&quarter["period"]["revenue"]).to_string(), world.database.value(sold).await);
    for share in [&quarter["period"], &quarter["year"]] {
        assert_eq!(share["percent"], json!(percent(share)));
    }
    let january = rollup(officer, "district(code: \"2701\")", "month: \"2023-01\"").await;
    assert_eq!(january["period"]["notComputable"], "PART_OF_A_PERIOD", "a quarter is not cut");
    assert!(
        satang(&january["year"]["revenue"]) > satang(&quarter["year"]["revenue"]),
        "since October, to January"
    );
    let several = rollup(officer, "district(code: \"2701\")", "range: { from: \"2022-09\", to: \"2022-12\" }").await;
    assert_eq!(several, Value::Null);
}

#[tokio::test]
async fn a_province_has_an_estimate_when_all_its_districts_have() {
    let world = World::new().await;
    world.sent("100").await;
    let province = rollup(&world.province, "province(code: \"27\")", "fiscalYear: 2566").await;
    assert_eq!(province["year"]["notComputable"], "NO_ESTIMATE");
    assert_eq!(
        province["districts"],
        json!({ "expected": 9, "sent": 1, "late": 0, "overdue": 0, "received": 0 })
    );
    // What is not shown here is sent elsewhere: the sums ride on the rows.
    world
        .database
        .run(
            "INSERT INTO estimate (district, fiscal_year, status, digest, submission, revisions, live_satang, estimated)
             SELECT code, 2566, 'SENT', repeat('0', 64), 1, 1, '{100,200,300,400}', 5 FROM area WHERE parent = '27' AND code <> '2701'
             ON CONFLICT DO NOTHING;
             INSERT INTO estimate_revision (district, fiscal_year, number, submission, digest, canonical, satang, estimated, timeliness, due_at,
                                            sent_at, sent_by, capacity)
             SELECT district, 2566, 0, 1, encode(sha256(''), 'hex'), '', live_satang, 5, 'LATE', now(), now(), (SELECT id FROM person LIMIT 1), ''
             FROM estimate WHERE district LIKE '27%' AND district <> '2701'",
        )
        .await;
    let province = rollup(&world.province, "province(code: \"27\")", "fiscalYear: 2566").await;
    let districts = "province(code: \"27\") { districts { estimate(fiscalYear: 2566) { year { estimate revenue } } } }";
    let told = world.province.ask(&format!("{{ {districts} }}")).await["province"]["districts"].clone();
    let parts = told.as_array().expect("a list").iter();
    let sum: i64 = parts.map(|district| satang(&district["estimate"]["year"]["estimate"])).sum();
    assert_eq!(satang(&province["year"]["estimate"]), sum, "the districts add up to their province");
    assert_eq!(province["districts"]["late"], 8);
    assert_eq!(province["year"]["percent"], json!(percent(&province["year"])));
}

#[tokio::test]
async fn subdistricts_and_producers_add_up_to_their_district() {
    let world = World::new().await;
    world.sent("123.45").await;
    let query = "{ district(code: \"2701\") { estimate(fiscalYear: 2566) { year { estimate } }
        subdistricts { estimate(fiscalYear: 2566) { year { estimate percent notComputable } } }
        producers(first: 100) { nodes { rollup(period: { fiscalYear: 2566 }) { estimate { byPeriod year { estimate } } } } } } }";
    let told = world.officer.ask(query).await["district"].clone();
    let whole = satang(&told["estimate"]["year"]["estimate"]);
    let sum = |list: &Value, path: &str| -> i64 {
        let parts = list.as_array().expect("a list").iter();
        parts.map(|part| satang(part.pointer(path).expect("an estimate"))).sum()
    };
    assert_eq!(sum(&told["subdistricts"], "/estimate/year/estimate"), whole);
    assert_eq!(sum(&told["producers"]["nodes"], "/rollup/estimate/year/estimate"), whole);
    let first = &told["producers"]["nodes"][0]["rollup"]["estimate"]["byPeriod"];
    assert_eq!(first, &json!(["123.45", "123.45", "123.45", "123.45"]));
}

#[tokio::test]
async fn a_viewer_sees_no_draft_and_no_sum_of_a_few() {
    let world = World::new().await;
    world.estimate.fill(&world.entry, "100").await;
    let viewer = world.node.as_("viewer").await;
    let totals = "status totals { amount counted estimated }";
    let draft = world.estimate.read(&viewer, totals).await;
    assert_eq!((&draft["status"], &draft["totals"]["amount"]), (&json!("DRAFT"), &json!("0.00")));
    let asked = viewer
        .ask("{ estimate(district: \"2701\", fiscalYear: 2566) { entries { id } } }")
        .await;
    assert_eq!(asked.code(), "FORBIDDEN");
    world.estimate.submit(&world.officer).await.data();
    world.certified().await;
    world.estimate.send(&world.officer, "2023-02-20").await.data();
    assert_ne!(
        world.estimate.read(&viewer, totals).await["totals"]["counted"],
        Value::Null,
        "enough producers"
    );
    let told = rollup(&viewer, "district(code: \"2701\")", "fiscalYear: 2566").await;
    assert_eq!(told["districts"]["received"], Value::Null, "papers are not for viewers");
    world.database.run("UPDATE disclosure SET fewest_producers = 10000").await;
    assert_eq!(world.estimate.read(&viewer, totals).await["totals"]["counted"], Value::Null);
    let told = rollup(&viewer, "district(code: \"2701\")", "fiscalYear: 2566").await;
    assert_eq!(
        (&told["year"]["notComputable"], &told["year"]["estimate"]),
        (&json!("WITHHELD"), &Value::Null)
    );
}
