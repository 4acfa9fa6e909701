//! The audit trail: people read what happened, and an outsider recomputes it: here Python does, by the lines of docs/audit.md.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use kit::device::Device;
use kit::laptop::Laptop;
use kit::office::Office;
use kit::process::{bare, finish, server_command};
use kit::report::Report;
use kit::{Person, project};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Two recorders at work in 2706: three figures of two producers, one of them corrected.
async fn work(office: &Office) -> (Person, Person) {
    let (first, second) = (office.person("entry.2706").await, office.person("entry2.2706").await);
    let mut device = Device::of(&first);
    let entered = device.enter(&office.cell(0), Some("100"), 0);
    let corrected = device.enter_after(&office.cell(0), Some("120.50"), &entered);
    device.push(&[entered, corrected]).await;
    let mut other = Device::of(&second);
    let entered = other.enter(&office.cell(1), Some("5"), 0);
    let settled = other.state(&office.producers[2], "NOT_OBTAINED", Some("ติดต่อไม่ได้"), 0);
    other.push(&[entered, settled]).await;
    (first, second)
}

async fn history(person: &Person, producer: &str, arguments: &str) -> Value {
    let query = format!(
        "{{ producer(id: \"{producer}\") {{ history(month: \"2023-02\"{arguments}) {{ index kind by personId deviceId
             changes {{ operationId producerId category channel amount state version reason }} }} }} }}"
    );
    let answer = person.ask(&query).await;
    match answer.code() {
        "-" => answer["producer"]["history"].clone(),
        code => json!(code),
    }
}

#[tokio::test]
async fn a_producers_figures_have_a_trail_of_their_own() {
    let office = Office::open().await;
    let (first, second) = work(&office).await;
    let told = history(&first, &office.producers[0], "").await;
    let [link] = told.as_array().expect("a list").as_slice() else {
        panic!("{told:#}")
    };
    assert_eq!((&link["index"], &link["kind"]), (&json!(1), &json!("ENTRY")));
    assert_eq!(link["deviceId"], json!(first.device));
    assert_eq!(link["personId"], json!(office.person_id("entry.2706").await));
    let amounts: Vec<&Value> = link["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| &change["amount"])
        .collect();
    assert_eq!(amounts, ["100.00", "120.50"]);
    let told = history(&first, &office.producers[2], "").await;
    let expected = json!([{ "producerId": office.producers[2], "category": null, "channel": null, "amount": null,
        "state": "NOT_OBTAINED", "version": 1, "reason": "ติดต่อไม่ได้", "operationId": told[0]["changes"][0]["operationId"] }]);
    assert_eq!(told[0]["changes"], expected, "the other figure of that event is another producer's");
    assert_eq!(told[0]["deviceId"], json!(second.device));
    assert_eq!(history(&first, &office.producers[3], "").await, json!([]));
}

#[tokio::test]
async fn a_trail_is_read_in_pages_by_those_who_read_the_report() {
    let office = Office::open().await;
    let (first, _) = work(&office).await;
    let mut device = Device::of(&first);
    let operation = device.enter(&office.cell(0), Some("7"), 2);
    device.push(&[operation]).await;
    let producer = &office.producers[0];
    let indexes = async |arguments: &str| {
        let told = history(&first, producer, arguments).await;
        let links = told.as_array().cloned().unwrap_or_default();
        links.iter().filter_map(|link| link["index"].as_i64()).collect::<Vec<_>>()
    };
    assert_eq!(indexes("").await, [1, 3]);
    assert_eq!(indexes(", limit: 1").await, [3]);
    assert_eq!(indexes(", before: 3").await, [1]);
    for limit in ["0", "501", "-1"] {
        assert_eq!(history(&first, producer, &format!(", limit: {limit}")).await, "INVALID", "{limit}");
    }
    for (username, expected) in [("province.27", "1"), ("department", "1"), ("member1.2706", "FORBIDDEN")] {
        let told = history(&office.person(username).await, producer, ", before: 2").await;
        let seen = told[0]["index"]
            .as_i64()
            .map_or_else(|| told.as_str().unwrap_or("?").to_owned(), |index| index.to_string());
        assert_eq!(seen, expected, "{username}");
    }
    let foreign = office
        .person("officer.2701")
        .await
        .ask(&format!("{{ producer(id: \"{producer}\") {{ id }} }}"))
        .await;
    assert_eq!(foreign["producer"], Value::Null);
    let report = Report::february("2706");
    let viewer = office.person("viewer").await;
    for field in ["history { index }", "chain { index }"] {
        let query = format!("{{ report(district: \"2706\", month: \"2023-02\") {{ {field} }} }}");
        assert_eq!(viewer.ask(&query).await.code(), "FORBIDDEN", "{field}");
        assert_eq!(report.read(&first, field).await.as_object().map(|it| it.len()), Some(1));
    }
}

#[tokio::test]
async fn a_trail_tells_capacity_and_digest() {
    let office = Office::open().await;
    office.database.at("2023-02-28T09:00").await;
    let assignment = "UPDATE assignment SET capacity = 'รักษาราชการแทน' FROM account
        WHERE account.person_id = assignment.person_id AND username = 'officer.2701'";
    office.database.run(assignment).await;
    let (officer, report) = (office.person("officer.2701").await, Report::february("2701"));
    report.submit(&officer).await.data();
    let told = report
        .read(&officer, "digest history { kind capacity digest deviceId changes { version } }")
        .await;
    let last = told["history"].as_array().and_then(|links| links.last()).expect("a link");
    let expected =
        json!({ "kind": "SUBMITTED", "capacity": "รักษาราชการแทน", "digest": told["digest"], "deviceId": officer.device, "changes": [] });
    assert_eq!(*last, expected);
}

/// The program of the page, as a reader would type it.
fn program_of_the_page() -> String {
    let page = project::text("docs/audit.md");
    let block = page.split("```python\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("docs/audit.md has a program").to_owned()
}

async fn recomputed(file: &Path, heads: &[&str]) -> (bool, String) {
    let mut python = bare("python3");
    python.arg("-c").arg(program_of_the_page()).arg(file).args(heads);
    said(finish(python).await)
}

/// Our own reading of the same file; it needs no database.
async fn verified(office: &Office, file: &Path, heads: &[&str]) -> (bool, String) {
    let mut arguments = vec!["verify", "--audit", file.to_str().expect("UTF-8")];
    heads.iter().for_each(|head| arguments.extend(["--head", head]));
    said(server_command(&office.database, &arguments).await)
}

fn said(output: Output) -> (bool, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// The whole book of an office that has worked, as a file.
async fn exported(office: &Office, folder: &TempDir) -> String {
    let file = folder.path().join("whole.audit");
    let to = file.to_str().expect("UTF-8");
    let (done, told) = said(server_command(&office.database, &["audit", "--to", to]).await);
    assert!(done, "{told}");
    let events = office.count("event").await;
    assert!(told.contains(&format!("{events} events")), "{told}");
    let mode = std::fs::metadata(&file).expect("the file was written").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "names and figures are their owner's");
    std::fs::read_to_string(file).expect("the file was written")
}

#[tokio::test]
async fn an_outsider_recomputes_every_chain_and_names_a_tampered_line() {
    let (office, folder) = (Office::open().await, TempDir::new().expect("a folder"));
    work(&office).await;
    let text = exported(&office, &folder).await;
    let file = folder.path().join("given.audit");
    let both = async |text: &str, heads: &[&str]| {
        std::fs::write(&file, text).expect("there is room");
        [recomputed(&file, heads).await, verified(&office, &file, heads).await]
    };
    let head = office
        .database
        .value("SELECT encode(chain_head, 'hex') FROM report WHERE district = '2706' AND month = '2023-02-01'")
        .await;
    for (good, told) in both(&text, &[&head]).await {
        assert!(good && told.contains("ok"), "{told}");
    }
    let number = text
        .lines()
        .position(|line| line.contains("120.50"))
        .expect("the figure is in the book")
        + 1;
    for (good, told) in both(&text.replace("120.50", "920.50"), &[]).await {
        assert!(!good && told.contains(&format!("line {number}:")), "line {number} is named: {told}");
        assert_eq!(told.matches("line ").count(), 1, "and no other: {told}");
    }
    let last = text.trim_end().rsplit_once('\n').expect("many lines").0;
    for (good, told) in both(&format!("{last}\n"), &[]).await {
        assert!(!good, "a file without its end: {told}");
    }
    for (good, told) in both(&text, &[&"0".repeat(64)]).await {
        assert!(!good && told.contains(&"0".repeat(64)), "a head that is not there: {told}");
    }
}

/// The links of the door are the lines of the file.
#[tokio::test]
async fn the_chain_of_a_report_is_the_same_through_every_door() {
    let (office, folder) = (Office::open().await, TempDir::new().expect("a folder"));
    let (first, _) = work(&office).await;
    let told = Report::february("2706")
        .read(
            &first,
            "auditHead chain(limit: 1) { index } rest: chain(after: 1) { index hash body }",
        )
        .await;
    assert_eq!(told["chain"], json!([{ "index": 1 }]));
    assert_eq!(told["rest"][0]["hash"], told["auditHead"]);
    let line = ["index", "hash", "body"].map(|field| {
        told["rest"][0][field]
            .as_str()
            .map_or_else(|| told["rest"][0][field].to_string(), str::to_owned)
    });
    let (done, file) = said(server_command(&office.database, &["audit", "2706", "2023-02"]).await);
    assert!(done && file.starts_with("otop-audit 1\nCHAIN\t2706\t2023-02\t2\t"), "{file}");
    assert!(file.contains(&format!("EVENT\t{}\n", line.join("\t"))), "{file}");
    assert!(file.ends_with("END\t1\t2\n"), "one report and nothing else: {file}");
    let whole = exported(&office, &folder).await;
    assert!(whole.contains(file.lines().nth(1).expect("a chain")));
}

#[tokio::test]
async fn a_place_without_a_trail_is_said_so() {
    let office = Office::open().await;
    let (done, told) = said(server_command(&office.database, &["audit", "2706", "2031-01"]).await);
    assert!(!done && told.contains("Nothing ever happened in 2706"), "{told}");
}

/// The chain made anew with another officer's name, as a superuser can.
const REWRITTEN: &str = "SET session_replication_role = replica;
    DO $$
    DECLARE
        link record;
        head bytea := decode(repeat('00', 32), 'hex');
        said text;
    BEGIN
        FOR link IN SELECT * FROM event WHERE area = '2706' AND month = '2023-02-01' ORDER BY chain_index LOOP
            said := replace(link.body, '\"byName\":\"', '\"byName\":\"X');
            UPDATE event SET body = said, previous_hash = head, hash = sha256(head || convert_to(said, 'UTF8'))
            WHERE area = link.area AND month = link.month AND chain_index = link.chain_index
            RETURNING hash INTO head;
        END LOOP;
        UPDATE report SET chain_head = head WHERE district = '2706' AND month = '2023-02-01';
    END $$";

/// Whoever can rewrite everything here cannot rewrite what a laptop was told.
#[tokio::test]
async fn a_chain_made_anew_is_found_by_the_head_a_laptop_holds() {
    let (office, folder) = (Office::open().await, TempDir::new().expect("a folder"));
    work(&office).await;
    let laptop = Laptop::sign_in(&office.node.server, "entry.2706").await;
    let heads = laptop.lines("SELECT audit_head AS line FROM mirror_report WHERE id = '2706:2023-02'");
    let head = [heads[0].as_str()];
    let file = folder.path().join("whole.audit");
    let both = async || [recomputed(&file, &head).await, verified(&office, &file, &head).await];
    exported(&office, &folder).await;
    for (good, told) in both().await {
        assert!(good, "the book as it was: {told}");
    }
    office.database.run(REWRITTEN).await;
    std::fs::remove_file(&file).expect("the file of before");
    exported(&office, &folder).await;
    let (sound, told) = verified(&office, &file, &[]).await;
    assert!(sound, "it is sound in itself: {told}");
    for (good, told) in both().await {
        assert!(!good && told.contains(head[0]), "{told}");
    }
}
