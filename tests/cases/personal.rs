//! Personal data: whom to call, on record and erasable; and sums that are a single producer's.

use kit::node::Node;
use kit::process::server_command;
use kit::{Database, Person};
use serde_json::{Value, json};

async fn world() -> (Database, Node) {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let node = Node::start(&database).await;
    (database, node)
}

/// Who read or erased whose contact, oldest first.
async fn accesses(database: &Database) -> Vec<String> {
    database
        .column(
            "SELECT concat_ws(' ', username, action, district, producer_id) FROM contact_access
             JOIN account USING (person_id) ORDER BY contact_access.id",
        )
        .await
}

#[tokio::test]
async fn each_reading_is_written_down_before_the_answer_leaves() {
    let (database, node) = world().await;
    let producers = database.producers("2706").await;
    let entry = node.as_("entry.2706").await;
    let one = format!("{{ producer(id: \"{}\") {{ telephone contactPerson }} }}", producers[0]);
    assert_ne!(entry.ask(&one).await["producer"]["telephone"], Value::Null);
    assert_eq!(accesses(&database).await, [format!("entry.2706 READ 2706 {}", producers[0])]);
    entry
        .ask("{ district(code: \"2706\") { producers { nodes { telephone } } } }")
        .await
        .data();
    assert_eq!(accesses(&database).await.len(), 1 + producers.len(), "a page of them, one by one");
    let unread = ["member1.2706", "department", "viewer", "entry.2701"];
    for username in unread {
        assert!(
            node.as_(username).await.ask(&one).await.0["data"]["producer"]["telephone"].is_null(),
            "{username}"
        );
    }
    entry
        .ask("{ district(code: \"2706\") { producers { nodes { name } } } }")
        .await
        .data();
    assert_eq!(
        accesses(&database).await.len(),
        1 + producers.len(),
        "who read nothing is not written down"
    );
}

#[tokio::test]
async fn an_answer_that_cannot_be_written_down_does_not_leave() {
    let (database, node) = world().await;
    let producer = database.producers("2706").await.remove(0);
    let entry = node.as_("entry.2706").await;
    database.run("ALTER TABLE contact_access RENAME TO gone").await;
    let answer = entry.ask(&format!("{{ producer(id: \"{producer}\") {{ telephone }} }}")).await;
    assert_eq!(answer.code(), "INTERNAL");
    assert!(!answer.0.to_string().contains("080-"), "{}", answer.0);
}

#[tokio::test]
async fn who_answers_for_a_district_reads_who_read() {
    let (database, node) = world().await;
    let producer = database.producers("2706").await.remove(0);
    let ask = format!("{{ producer(id: \"{producer}\") {{ telephone }} }}");
    node.as_("entry.2706").await.ask(&ask).await.data();
    let list = "{ district(code: \"2706\") { contactAccess { by action producerId } } }";
    for username in ["officer.2706", "province.27", "department"] {
        let told = node.as_(username).await.ask(list).await["district"]["contactAccess"].clone();
        assert_eq!(told[0]["producerId"], json!(producer), "{username}");
        assert_eq!(told[0]["action"], "READ");
    }
    for username in ["entry.2706", "member1.2706", "viewer"] {
        assert_eq!(node.as_(username).await.ask(list).await.code(), "FORBIDDEN", "{username}");
    }
}

async fn change(person: &Person, producer: &str, version: i32, telephone: &str) {
    let input =
        format!("id: \"{producer}\", version: {version}, from: \"2023-03\", telephone: \"{telephone}\", contactPerson: \"นางสาวปลูกไว้\"");
    let mutation = format!("mutation {{ changeProducer(input: {{ {input} }}) {{ telephone }} }}");
    assert_eq!(person.ask(&mutation).await["changeProducer"]["telephone"], json!(telephone));
}

/// Where a text stands, table by table: a search of the whole database.
async fn places_of(database: &Database, text: &str) -> Vec<String> {
    let mut places = Vec::new();
    for table in database
        .column("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        .await
    {
        let query = format!("SELECT count(*) FROM {table} WHERE {table}::text LIKE '%{text}%'");
        if database.value(&query).await != "0" {
            places.push(table);
        }
    }
    places
}

#[tokio::test]
async fn an_erased_contact_leaves_no_trace_and_a_whole_audit() {
    let (database, node) = world().await;
    let producer = database.producers("2706").await.remove(0);
    let officer = node.as_("officer.2706").await;
    change(&officer, &producer, 1, "081-555-0199").await;
    assert_eq!(
        places_of(&database, "081-555-0199").await,
        ["producer_contact"],
        "one table, no event"
    );
    let erase = format!("mutation {{ eraseContact(input: {{ id: \"{producer}\" }}) {{ version telephone contactPerson }} }}");
    assert_eq!(node.as_("entry.2706").await.ask(&erase).await.code(), "FORBIDDEN");
    let erased = officer.ask(&erase).await["eraseContact"].clone();
    assert_eq!(erased, json!({ "version": 3, "telephone": null, "contactPerson": null }));
    for text in ["081-555-0199", "นางสาวปลูกไว้"] {
        assert_eq!(places_of(&database, text).await, [""; 0], "{text}");
    }
    assert_eq!(
        accesses(&database).await.last(),
        Some(&format!("officer.2706 ERASED 2706 {producer}"))
    );
    let verified = server_command(&database, &["verify", "--json"]).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

const SUMS: &str = "{ district(code: \"2701\") { rollup(period: { month: \"2023-01\" }) {
    revenue reports { withheld } byKind { kind revenue } byCategory { revenue } byChannel { revenue } } } }";

async fn sums(node: &Node, username: &str) -> Value {
    node.as_(username).await.ask(SUMS).await["district"]["rollup"].clone()
}

fn satang(amount: &Value) -> i64 {
    amount.as_str().expect("money").replace('.', "").parse().expect("a number")
}

/// The sums of a cut and the cells of the smallest of the rows each is made of.
fn added(sums: &Value, cut: &str) -> i64 {
    sums[cut]
        .as_array()
        .expect("a list")
        .iter()
        .map(|part| satang(&part["revenue"]))
        .sum()
}

#[tokio::test]
async fn a_viewer_is_told_no_sum_of_fewer_than_three_producers() {
    let (database, node) = world().await;
    // 2701 in January: kinds of one, of three and of four producers.
    let (all, shown) = (sums(&node, "officer.2701").await, sums(&node, "viewer").await);
    assert_eq!(shown["revenue"], all["revenue"], "the district's sum is of six producers");
    let kinds = "SELECT kind, max(cells) AS producers FROM rollup
        WHERE confirmed AND district = '2701' AND month = '2023-01-01' AND cells > 0 GROUP BY kind";
    let few: Vec<String> = database
        .column(&format!("SELECT kind FROM ({kinds}) AS kinds WHERE producers < 3"))
        .await;
    assert!(!few.is_empty(), "the demonstration has small kinds");
    for part in shown["byKind"].as_array().expect("a list") {
        assert!(!few.contains(&part["kind"].as_str().expect("a kind").to_owned()), "{part}");
    }
    for cut in ["byKind", "byCategory", "byChannel"] {
        assert_eq!(added(&all, cut), satang(&all["revenue"]), "who works there is told everything");
        assert!(added(&shown, cut) < satang(&shown["revenue"]), "{cut}: something is withheld");
    }
}

#[tokio::test]
async fn what_is_withheld_cannot_be_worked_out() {
    let (database, node) = world().await;
    // One kind of five producers, one of four, one of a single one: the second goes with the third, or the total would tell it.
    database
        .run(
            "DELETE FROM rollup WHERE district = '2701' AND month = '2023-01-01';
             INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
             VALUES (false, '2701', '2023-01-01', 'COMMUNITY_GROUP', 'FOOD', 'SHOP', 500, 5),
                    (false, '2701', '2023-01-01', 'SME', 'FOOD', 'SHOP', 400, 4),
                    (false, '2701', '2023-01-01', 'SINGLE_OWNER', 'FOOD', 'SHOP', 100, 1);
             UPDATE report SET live_satang = 1000 WHERE district = '2701' AND month = '2023-01-01'",
        )
        .await;
    let shown = sums(&node, "viewer").await;
    assert_eq!(shown["revenue"], "10.00");
    assert_eq!(shown["byKind"], json!([{ "kind": "COMMUNITY_GROUP", "revenue": "5.00" }]));
    database.run("UPDATE disclosure SET fewest_producers = 1").await;
    assert_eq!(added(&sums(&node, "viewer").await, "byKind"), 1000, "the least number is a setting");
}

#[tokio::test]
async fn a_district_of_two_producers_is_left_out_of_every_sum() {
    let (database, node) = world().await;
    let province = "{ province(code: \"27\") { rollup(period: { month: \"2023-01\" }) { revenue reports { withheld } }
        districts { rollup(period: { month: \"2023-01\" }) { revenue } } } report(district: \"2701\", month: \"2023-01\") { totals { revenue } } }";
    let viewer = node.as_("viewer").await;
    let before = viewer.ask(province).await.data().clone();
    database
        .run("UPDATE report SET roster_size = 2, reported = 2, not_obtained = 0 WHERE district = '2701' AND month = '2023-01-01'")
        .await;
    let after = viewer.ask(province).await.data().clone();
    assert_eq!(after["province"]["rollup"]["reports"]["withheld"], 1);
    assert_eq!(after["report"]["totals"]["revenue"], "0.00");
    let left_out = satang(&before["province"]["rollup"]["revenue"]) - satang(&after["province"]["rollup"]["revenue"]);
    assert_eq!(left_out, satang(&before["report"]["totals"]["revenue"]));
    let districts = after["province"]["districts"].as_array().expect("a list");
    let below: i64 = districts.iter().map(|district| satang(&district["rollup"]["revenue"])).sum();
    assert_eq!(below, satang(&after["province"]["rollup"]["revenue"]), "what is told adds up");
    let department = node.as_("department").await.ask(province).await.data().clone();
    assert_eq!(
        department["province"]["rollup"]["revenue"], before["province"]["rollup"]["revenue"],
        "officers are told all of it"
    );
}

#[tokio::test]
async fn figures_in_the_making_are_not_for_a_viewer() {
    let (_database, node) = world().await;
    let query = "{ district(code: \"2701\") { rollup(period: { month: \"2023-02\" }) { revenue monthTotals reports { draft } }
        report(month: \"2023-02\") { status totals { revenue reported } } } }";
    let told = node.as_("viewer").await.ask(query).await["district"].clone();
    assert_eq!(
        told["rollup"],
        json!({ "revenue": "0.00", "monthTotals": ["0.00"], "reports": { "draft": 1 } })
    );
    assert_eq!(told["report"]["status"], "DRAFT");
    assert_eq!(
        told["report"]["totals"]["revenue"], "0.00",
        "a draft moves by one producer's figure at a time"
    );
    assert_ne!(
        node.as_("province.27").await.ask(query).await["district"]["rollup"]["revenue"],
        "0.00"
    );
    let below = "{ subdistrict(code: \"270101\") { rollup(period: { month: \"2023-01\" }) { revenue } } }";
    assert_eq!(
        node.as_("viewer").await.ask(below).await.code(),
        "FORBIDDEN",
        "no sums below the district"
    );
}
