//! R7: to the millisecond, nothing changes outside the window, and a consolidation holds exactly what came before it.

use chrono::{DateTime, Duration, FixedOffset, SecondsFormat};
use kit::client::Person;
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::office::{Office, outcome};
use kit::report::Report;
use kit::size;
use kit::table::{Row, Tally};
use kit::wait::until;
use otop_server::verify::verdicts;

/// The business clock stands `milliseconds` beside an instant.
async fn stand(office: &Office, instant: &str, milliseconds: i64) {
    let instant = DateTime::parse_from_rfc3339(instant).expect("an instant") + Duration::milliseconds(milliseconds);
    let bangkok = instant.with_timezone(&FixedOffset::east_opt(7 * 3_600).expect("an offset"));
    let text = bangkok.to_rfc3339_opts(SecondsFormat::Millis, false);
    office.database.at(text.trim_end_matches("+07:00")).await;
}

/// What becomes of an edit one millisecond before an instant, at it, and one after it.
async fn around(office: &Office, device: &mut Device, producer: usize, instant: &str) -> [String; 3] {
    let mut told = [const { String::new() }; 3];
    for (index, milliseconds) in [-1, 0, 1].into_iter().enumerate() {
        stand(office, instant, milliseconds).await;
        let cell = Cell {
            channel: ["SHOP", "ONLINE", "FAIR"][index],
            ..office.cell(producer)
        };
        let edit = device.enter(&cell, Some("10.00"), 0);
        told[index] = outcome(&device.push(&[edit]).await[0]);
    }
    told
}

fn differs(found: &[String; 3], expected: [&str; 3]) -> Tally {
    Tally {
        wrong: found.iter().zip(expected).filter(|(found, expected)| found != expected).count(),
        ..Tally::default()
    }
}

const APPLIED: &str = "APPLIED -";
const CLOSED: &str = "HELD MONTH_CLOSED";

#[tokio::test]
async fn a_millisecond_decides_and_a_consolidation_holds_what_came_before_it() {
    let mut row = Row::begin("R7", "window edges and consolidation", 0);
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let window = Report::february("2706")
        .read(&office.person("entry.2706").await, "opensAt closesAt")
        .await;
    let [opens, closes] = ["opensAt", "closesAt"].map(|edge| window[edge].as_str().expect("an instant").to_owned());
    let told = around(&office, &mut entry, 0, &opens).await;
    row.add(3, differs(&told, ["HELD MONTH_NOT_OPEN", APPLIED, APPLIED]));
    let told = around(&office, &mut entry, 1, &closes).await;
    row.add(3, differs(&told, [APPLIED, CLOSED, CLOSED]));
    row.control(differs(&told, [APPLIED; 3]));
    office.grant_exception().await;
    consolidations(&office, &mut row).await;
    let told = around(&office, &mut entry, 2, "2023-03-07T00:00:00+07:00").await;
    row.add(3, differs(&told, [APPLIED, CLOSED, CLOSED]));
    let checked = verdicts(&mut office.database.connect().await, &|_| {})
        .await
        .expect("the checks run");
    let wrong = checked.iter().map(|verdict| verdict.findings.len()).sum();
    row.add(1, Tally { wrong, ..Tally::default() });
    row.report();
}

/// Two recorders write by exception on two nodes while the department consolidates again and again.
async fn consolidations(office: &Office, row: &mut Row) {
    let second = Node::start(&office.database).await;
    office.database.from("2023-03-06T10:00").await;
    let (one, other) = (office.device("entry.2706").await, Device::of(&second.as_("entry2.2706").await));
    let (department, times) = (office.person("department").await, size::of(4, 200));
    let consolidating = async {
        for _ in 0..times {
            consolidated(&department).await;
        }
    };
    tokio::join!(
        consolidating,
        write(one, office.cell(3), times),
        write(other, office.cell(4), times)
    );
    let wrong = office.count(WRONG).await.parse().expect("a number");
    row.add(times, Tally { wrong, ..Tally::default() });
    row.control(naive(office).await);
}

/// The department consolidates; told that somebody is in the way, it asks again.
async fn consolidated(department: &Person) {
    let document = "mutation { consolidateMonth(input: { month: \"2023-02\" }) { number } }";
    until("a consolidation", async || {
        let answer = department.ask(document).await;
        (answer.code() != "UNAVAILABLE").then(|| drop(answer.data().clone()))
    })
    .await;
}

/// One figure, changed again and again; told that somebody is in the way, the laptop sends the change again.
async fn write(mut device: Device, cell: Cell, times: usize) {
    for version in 0..times as i32 * 2 {
        let edit = [device.enter(&cell, Some(&format!("{}.00", version + 1)), version)];
        let results = until("a change", async || device.attempt(&edit).await.ok()).await;
        assert_eq!(outcome(&results[0]), APPLIED);
    }
}

/// Consolidations whose sum of 2706 is not that of the changes with earlier instants.
const WRONG: &str = "consolidation AS made JOIN consolidation_district AS line USING (month, number)
    WHERE line.district = '2706' AND coalesce(line.unconfirmed_satang, 0) <> (
        SELECT coalesce(sum(amount * 100), 0) FROM (
            SELECT DISTINCT ON (producer_id, category, channel) coalesce(amount, 0) AS amount FROM operation
            WHERE outcome = 'APPLIED' AND category IS NOT NULL AND district = '2706' AND month = made.month
              AND received_at < made.consolidated_at
            ORDER BY producer_id, category, channel, version DESC) AS earlier)";

/// The same sum by somebody who reads the clock and then adds up without the reports' locks.
async fn naive(office: &Office) -> Tally {
    let now = office.database.value("SELECT business_now()").await;
    let mut device = office.device("entry.2706").await;
    let edit = device.enter(&office.cell(5), Some("10.00"), 0);
    device.push(&[edit]).await;
    let made = format!(
        "INSERT INTO consolidation SELECT month, 9999, 0, live_satang, repeat('0', 64), '{now}' FROM report
         WHERE district = '2706' AND month = '2023-02-01';
         INSERT INTO consolidation_district (month, number, district, status, unconfirmed_satang, timeliness)
         SELECT month, 9999, district, status, live_satang, 'NOT_CONFIRMED' FROM report WHERE district = '2706' AND month = '2023-02-01'"
    );
    office.database.run(&made).await;
    let wrong = office.count(WRONG).await.parse().expect("a number");
    Tally { wrong, ..Tally::default() }
}
