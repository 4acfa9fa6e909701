//! The month of the founding letter, in real processes: from the laptops of a district to the nation's total.
//!
//! The demonstration has its real size, about 106 producers a district. Districts: 2706 records offline and is on time, 2701 is late, 2702 too late, 2703 gets an exception, 2704 does not.

use std::collections::BTreeMap;

use kit::laptop::Laptop;
use kit::process::{Server, server_command};
use kit::report::Report;
use kit::wait::until;
use kit::{Database, Person, Socket};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

#[tokio::test]
async fn the_month_of_the_founding_letter() {
    let mut month = Month::begin().await;
    month.two_laptops_record_offline_and_settle_their_conflict().await;
    month.the_committee_certifies_before_everybodys_eyes().await;
    month.three_districts_are_signed().await;
    month.one_is_confirmed_in_the_last_second().await;
    month.a_second_is_late().await;
    month.a_returned_report_still_counts().await;
    month.a_third_is_too_late().await;
    month.the_closed_system_holds_an_edit_until_an_exception().await;
    month.the_province_registers_the_signed_paper().await;
    month.the_department_adds_up().await;
    month.the_sum_is_sent_by_a_letter().await;
    month.march_opens_on_the_tenth().await;
    month.the_checker_finds_what_somebody_altered().await;
}

/// The demonstration and a real server over it.
struct Month {
    database: Database,
    server: Server,
}

impl Month {
    async fn begin() -> Self {
        let database = Database::migrated().await;
        let server = Server::demonstration(&database, "1").await;
        let month = Self { database, server };
        month.at("2023-02-27T09:00").await;
        month
    }

    /// Moves the business clock with the program that operators use.
    async fn at(&self, instant: &str) {
        let moved = server_command(&self.database, &["clock", "--fixed", &format!("{instant}+07:00")]).await;
        assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    }

    async fn person(&self, username: &str) -> Person {
        Person::sign_in(&self.server.address, username).await
    }

    async fn laptop(&self, username: &str) -> Laptop {
        Laptop::sign_in(&self.server.address, username).await
    }

    async fn members(&self, district: &str) -> Vec<Person> {
        let mut members = Vec::new();
        for number in 1..=5 {
            members.push(self.person(&format!("member{number}.{district}")).await);
        }
        members
    }
}

/// Act 1: 27 February, no network.
impl Month {
    async fn two_laptops_record_offline_and_settle_their_conflict(&mut self) {
        let (first, second) = (self.laptop("entry.2706").await, self.laptop("entry2.2706").await);
        self.server.stop().await;
        let producers = self.database.producers("2706").await;
        import_everything(&first, &producers).await;
        second.enter(&producers[0], "FOOD", "SHOP", "๗๗๗.๗๗").await;
        assert_eq!(first.run(&["sync"]).await.code, 3, "offline");
        self.server.start_again().await;
        let synced = first.done(&["sync"]).await;
        assert_eq!(synced["pending"], 0, "{synced:#}");
        assert_eq!(second.run(&["sync"]).await.code, 4, "a conflict needs attention");
        self.both_values_are_kept().await;
        settle(&second).await;
        let missing = first.done(&["missing", "--month", "2566-02"]).await;
        assert_eq!(
            missing["missing"].as_array().map(Vec::len),
            Some(1),
            "one could not be obtained: {missing:#}"
        );
    }

    async fn both_values_are_kept(&self) {
        let conflicts = self
            .database
            .column("SELECT master_amount || ' ' || offered_amount FROM conflict WHERE resolved_at IS NULL")
            .await;
        assert_eq!(conflicts, ["1000.00 777.77"]);
    }
}

/// The first laptop takes a spreadsheet of all producers: tried first, then recorded.
async fn import_everything(laptop: &Laptop, producers: &[String]) {
    let file = laptop.home().join("กุมภาพันธ์.xlsx");
    spreadsheet(producers).save(&file).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let tried = laptop.done(&["import", file, "--month", "2566-02", "--dry-run"]).await;
    assert_eq!((&tried["refused"], &tried["queued"]), (&json!(0), &json!(0)), "{tried:#}");
    let imported = laptop.done(&["import", file, "--month", "2566-02"]).await;
    assert_eq!(imported["accepted"], tried["accepted"]);
    let status = laptop.done(&["status", "--month", "2566-02"]).await;
    assert_ne!(status["pending"], 0, "{status:#}");
}

/// A row for each producer; the last one sold nothing, the one before could not be reached.
fn spreadsheet(producers: &[String]) -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, word) in (0..).zip(["รหัสผู้ผลิต", "ประเภท", "ช่องทาง", "จำนวนเงิน", "สถานะ", "เหตุผล"])
    {
        sheet.write(0, column, word).expect("a cell");
    }
    for (row, producer) in (1..).zip(producers) {
        let from_the_end = producers.len() as u32 - row;
        let cells = match from_the_end {
            0 => ["", "", "", "NO_SALES", ""].map(str::to_owned),
            1 => ["", "", "", "เก็บข้อมูลไม่ได้", "ติดต่อไม่ได้"].map(str::to_owned),
            _ => ["FOOD", "SHOP", &format!("{},000.00", row), "ครบถ้วน", ""].map(str::to_owned),
        };
        for (column, text) in (0..).zip([producer.clone()].into_iter().chain(cells)) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    workbook
}

/// The second laptop looks at its conflict and takes what the server has.
async fn settle(laptop: &Laptop) {
    let list = laptop.done(&["attention", "list"]).await;
    assert_eq!(list["attention"].as_array().map(Vec::len), Some(1), "{list:#}");
    let item = &list["attention"][0];
    assert_eq!((&item["mine"], &item["theirs"]), (&json!("777.77"), &json!("1000.00")), "{item:#}");
    laptop.done(&["attention", "take-theirs", "1"]).await;
    laptop.done(&["sync"]).await;
    assert_eq!(laptop.done(&["attention", "list"]).await["attention"], json!([]));
}

/// Act 2: 28 February.
impl Month {
    async fn the_committee_certifies_before_everybodys_eyes(&self) {
        self.at("2023-02-28T14:00").await;
        let (report, officer, members) = (
            Report::february("2706"),
            self.person("officer.2706").await,
            self.members("2706").await,
        );
        let mut sockets = Vec::new();
        for member in &members {
            let mut socket = Socket::follow(member, "subscription { reportChanged(area: \"2706\") { kind report { status } } }").await;
            assert_eq!(socket.next().await["reportChanged"]["kind"], "HELLO");
            sockets.push(socket);
        }
        report.submit(&officer).await.data();
        let stale = json!({ "choice": "CERTIFY" });
        let answer = report
            .act_on(&members[0], &"0".repeat(64), "voteReport", "VoteReportInput", stale)
            .await;
        assert_eq!(answer.code(), "STALE_DIGEST");
        for member in &members[..3] {
            report.certify(member).await.data();
        }
        assert_eq!(report.status(&officer).await, "CERTIFIED");
        for socket in &mut sockets {
            sees_certified(socket).await;
        }
    }
}

/// Reads a member's events up to the certificate: submitted first, and nothing after it.
async fn sees_certified(socket: &mut Socket) {
    let mut kinds = Vec::new();
    while kinds.last().map(String::as_str) != Some("CERTIFIED") {
        let event = socket.next().await["reportChanged"].clone();
        kinds.push(event["kind"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(kinds.first().map(String::as_str), Some("SUBMITTED"), "{kinds:?}");
}

/// Act 3: 28 February to 6 March.
impl Month {
    async fn three_districts_are_signed(&self) {
        let officer = self.person("officer.2706").await;
        Report::february("2706").sign_on_paper(&officer).await.data();
        self.sign_district("2701").await;
        self.complete("2702").await;
        self.sign_district("2702").await;
    }

    async fn one_is_confirmed_in_the_last_second(&self) {
        let (report, officer) = (Report::february("2706"), self.person("officer.2706").await);
        self.at("2023-03-03T23:59:59").await;
        assert_eq!(
            report.confirm(&officer).await["confirmReport"]["confirmation"],
            json!({ "number": 1, "timeliness": "ON_TIME" })
        );
    }

    async fn a_second_is_late(&self) {
        self.at("2023-03-04T08:30").await;
        let late = Report::february("2701").confirm(&self.person("officer.2701").await).await;
        assert_eq!(late["confirmReport"]["confirmation"], json!({ "number": 1, "timeliness": "LATE" }));
    }

    async fn a_third_is_too_late(&self) {
        self.at("2023-03-06T00:00").await;
        let too_late = Report::february("2702").confirm(&self.person("officer.2702").await).await;
        assert_eq!(too_late.code(), "MONTH_CLOSED");
    }

    /// Submitted, certified by three and signed.
    async fn sign_district(&self, district: &str) {
        let (report, officer) = (Report::february(district), self.person(&format!("officer.{district}")).await);
        report.submit(&officer).await.data();
        for member in &self.members(district).await[..3] {
            report.certify(member).await.data();
        }
        report.sign(&officer).await.data();
    }

    /// What a district still misses is recorded as not obtained, from a laptop.
    async fn complete(&self, district: &str) {
        let laptop = self.laptop(&format!("entry.{district}")).await;
        let missing = laptop.done(&["missing", "--month", "2566-02"]).await;
        for producer in missing["missing"].as_array().expect("a list") {
            let producer = producer["producerId"].as_str().expect("an id");
            laptop
                .done(&["enter", "sheet", producer, "2566-02", "NOT_OBTAINED", "--reason", "ติดต่อไม่ได้"])
                .await;
        }
        laptop.done(&["sync"]).await;
    }
}

/// Act 4: 5 March; a correction is under way, and the nation keeps what was confirmed.
impl Month {
    async fn a_returned_report_still_counts(&self) {
        self.at("2023-03-05T10:00").await;
        let province = self.person("province.27").await;
        let before = confirmed(&province).await;
        Report::february("2701").send_back(&province, "ขอให้ตรวจสอบยอดส่งออก").await.data();
        let laptop = self.laptop("entry.2701").await;
        laptop
            .enter(&self.database.complete_producer().await, "HERB", "EXPORT", "1,000,000")
            .await;
        laptop.done(&["sync"]).await;
        assert_eq!(confirmed(&province).await, before);
    }
}

/// The confirmed revenue of Sa Kaeo in February.
async fn confirmed(person: &Person) -> Value {
    let query = "{ province(code: \"27\") { rollup(period: { month: \"2023-02\" }, basis: CONFIRMED) { revenue } } }";
    person.ask(query).await["province"]["rollup"]["revenue"].clone()
}

/// Act 5: 6 March, closed.
impl Month {
    async fn the_closed_system_holds_an_edit_until_an_exception(&self) {
        let laptops = [self.laptop("entry.2703").await, self.laptop("entry.2704").await];
        self.at("2023-03-06T09:00").await;
        for (laptop, district) in laptops.iter().zip(["2703", "2704"]) {
            laptop
                .enter(&self.database.producers(district).await[0], "HERB", "EXPORT", "12,345.67")
                .await;
            let held = laptop.run(&["sync"]).await;
            assert_eq!((held.code, &held.json["held"]), (5, &json!(1)), "{:#}", held.json);
            assert_eq!(notice(laptop).await, "MONTH_CLOSED");
        }
        let _watching = [laptops[0].watch(), laptops[1].watch()];
        self.grant("2703").await;
        until("the held edit to go out by itself", async || {
            (self.exported("2703").await == "12345.67").then_some(())
        })
        .await;
        let [excepted, neighbour] = &laptops;
        until("the laptop to know it", async || (held(excepted).await == 0).then_some(())).await;
        assert_eq!((held(neighbour).await, self.exported("2704").await), (1, String::new()));
    }

    async fn grant(&self, district: &str) {
        let input =
            json!({ "district": district, "month": "2023-02", "until": "2023-03-07T00:00:00+07:00", "reason": "น้ำท่วม", "reopen": false });
        let document = "mutation ($input: GrantExceptionInput!) { grantException(input: $input) { id } }";
        self.person("department")
            .await
            .ask_with(document, json!({ "input": input }))
            .await
            .data();
    }

    async fn exported(&self, district: &str) -> String {
        let producer = &self.database.producers(district).await[0];
        let amount = format!(
            "SELECT coalesce((SELECT amount::text FROM cell WHERE producer_id = '{producer}' AND month = '2023-02-01' AND category = 'HERB' AND channel = 'EXPORT'), '')"
        );
        self.database.value(&amount).await
    }
}

async fn notice(laptop: &Laptop) -> Value {
    laptop.done(&["status", "--month", "2566-02"]).await["districts"][0]["notice"]["code"].clone()
}

async fn held(laptop: &Laptop) -> i64 {
    laptop.done(&["status", "--month", "2566-02"]).await["held"]
        .as_i64()
        .expect("a number")
}

/// Act 6: papers, and the department's sum.
impl Month {
    async fn the_province_registers_the_signed_paper(&self) {
        let (province, report) = (self.person("province.27").await, Report::february("2706"));
        let before = self.pending(&province).await;
        assert_eq!(before.get("2706"), Some(&json!(["PAPER_MISSING"])));
        assert_eq!(
            before.get("2702"),
            Some(&json!(["UNCONFIRMED", "LATE"])),
            "signed in the system, and too late"
        );
        report.receive(&province).await.data();
        assert_eq!(self.pending(&province).await.get("2706"), Some(&json!([])));
    }

    /// What the districts of Sa Kaeo still owe.
    async fn pending(&self, province: &Person) -> BTreeMap<String, Value> {
        let list = "{ province(code: \"27\") { checklist(month: \"2023-02\") { district pending } } }";
        let answer = province.ask(list).await["province"]["checklist"].clone();
        let lines = answer.as_array().into_iter().flatten();
        lines
            .map(|line| (line["district"].as_str().unwrap_or_default().to_owned(), line["pending"].clone()))
            .collect()
    }

    async fn the_sum_is_sent_by_a_letter(&self) {
        let drafted = "SELECT count(*) FROM consolidation WHERE (month, number) = ('2023-02-01', 0)";
        assert_eq!(self.database.value(drafted).await, "1", "the draft of the close stands beside it");
        let document = "mutation { recordTransmission(input: { month: \"2023-02\", consolidation: 1, recipient: OPDC, \
                        letterNumber: \"มท 0405.2/118\", letterDate: \"2023-03-06\" }) { number transmissions { letterNumber } } }";
        assert_eq!(
            self.person("department").await.ask(document).await["recordTransmission"],
            json!({ "number": 1, "transmissions": [{ "letterNumber": "มท 0405.2/118" }] })
        );
    }

    async fn the_department_adds_up(&self) {
        until("the draft of the close", async || {
            (self.database.value("SELECT count(*) FROM consolidation").await == "1").then_some(())
        })
        .await;
        let document = "mutation { consolidateMonth(input: { month: \"2023-02\" }) { official information districts { district status confirmed timeliness } } }";
        let answer = self.person("department").await.ask(document).await;
        let sum = &answer["consolidateMonth"];
        let official = "SELECT sum(satang)::numeric(20, 2) / 100 FROM (SELECT DISTINCT ON (district) district, satang FROM confirmed_version WHERE month = '2023-02-01' ORDER BY district, number DESC) AS last";
        assert_eq!(sum["official"], self.money(official).await);
        assert_eq!(
            sum["information"],
            self.money("SELECT sum(amount) FROM cell WHERE month = '2023-02-01'").await
        );
        assert_ne!(sum["official"], sum["information"]);
        let states = timeliness(&sum["districts"]);
        assert_eq!(states.get("2706").map(String::as_str), Some("CONFIRMED ON_TIME"));
        assert_eq!(states.get("2701").map(String::as_str), Some("RETURNED LATE"));
        assert_eq!(states.get("2702").map(String::as_str), Some("SIGNED NOT_CONFIRMED"));
    }

    async fn money(&self, query: &str) -> String {
        self.database.value(&format!("SELECT round(({query}), 2)::text")).await
    }

    /// Act 7: 9 and 10 March.
    async fn march_opens_on_the_tenth(&self) {
        let laptop = self.laptop("entry.2706").await;
        let producer = &self.database.producers("2706").await[0];
        self.at("2023-03-09T23:59:59").await;
        laptop.done(&["enter", "cell", producer, "2566-03", "FOOD", "SHOP", "55"]).await;
        assert_eq!(laptop.run(&["sync"]).await.code, 5, "not open yet");
        self.at("2023-03-10T00:00").await;
        laptop.done(&["sync"]).await;
        let march = "SELECT amount::text FROM cell WHERE month = '2023-03-01'";
        assert_eq!(self.database.column(march).await, ["55.00"]);
    }

    /// Act 8: the checker.
    async fn the_checker_finds_what_somebody_altered(&self) {
        let clean = server_command(&self.database, &["verify"]).await;
        assert!(clean.status.success(), "{}", String::from_utf8_lossy(&clean.stdout));
        let altered = self.database.producers("2706").await.remove(0);
        let alter = format!(
            "ALTER TABLE cell DISABLE TRIGGER USER; UPDATE cell SET amount = amount + 1 WHERE producer_id = '{altered}' AND month = '2023-02-01'; ALTER TABLE cell ENABLE TRIGGER USER"
        );
        self.database.run(&alter).await;
        let found = server_command(&self.database, &["verify"]).await;
        let said = String::from_utf8_lossy(&found.stdout).into_owned();
        assert_eq!(found.status.code(), Some(1), "{said}");
        assert!(said.contains(&altered) && said.contains("2706"), "{said}");
    }
}

/// District → status and timeliness.
fn timeliness(districts: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = districts.as_array().into_iter().flatten();
    lines
        .map(|line| {
            (
                text(&line["district"]),
                format!("{} {}", text(&line["status"]), text(&line["timeliness"])),
            )
        })
        .collect()
}
