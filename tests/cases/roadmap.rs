//! The Roadmap of a fiscal year: its dates, its milestones, its calendar file; what the department sets of a year, and what it hands out.

use kit::client::Answer;
use kit::laptop::Laptop;
use kit::node::Node;
use kit::{Database, Person};
use serde_json::{Value, json};

/// What the letter asks of Sa Kaeo's districts.
const ESTIMATE: &str = "0186703e-9000-7000-8000-000000002566";

struct Year {
    database: Database,
    node: Node,
}

impl Year {
    async fn begin() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-20T09:00").await;
        let node = Node::start(&database).await;
        Self { database, node }
    }

    /// A place's Roadmap, as somebody is told it.
    async fn roadmap(&self, username: &str, area: &str, fields: &str) -> Value {
        let query = format!("{{ roadmap(fiscalYear: 2566, area: \"{area}\") {{ {fields} }} }}");
        self.node.as_(username).await.ask(&query).await["roadmap"].clone()
    }

    /// Somebody changes something: what is shown of it, or the code and the rule of the refusal.
    async fn act(&self, username: &str, field: &str, kind: &str, input: Value, shown: &str) -> Value {
        let document = format!("mutation ($input: {kind}!) {{ it: {field}(input: $input) {{ {shown} }} }}");
        let answer = self.node.as_(username).await.ask_with(&document, json!({ "input": input })).await;
        told(&answer)
    }

    async fn milestone(&self, username: &str, more: Value) -> Value {
        let mut input = json!({ "fiscalYear": 2566, "area": "TH", "level": "DISTRICT", "titleTh": "ส่งบัญชีรายชื่อ", "titleEn": "Send the list",
            "dueOn": "2023-01-31", "act": "BY_HAND" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.act(username, "setMilestone", "SetMilestoneInput", input, "area").await
    }

    /// A milestone of Sa Kaeo's own Roadmap that its districts tick off by themselves, due before the letter's.
    async fn by_hand(&self) -> Value {
        assert_eq!(self.milestone("province.27", json!({ "area": "27" })).await["area"], "27");
        json!(self.database.value("SELECT id FROM milestone WHERE act = 'BY_HAND'").await)
    }

    async fn mark(&self, username: &str, milestone: &Value, area: &str, done_on: Option<&str>) -> Value {
        let input = json!({ "milestone": milestone, "area": area, "doneOn": done_on });
        let answer = self
            .act(username, "markMilestone", "MarkMilestoneInput", input, "milestones { id done }")
            .await;
        let milestones = answer["milestones"].as_array().cloned();
        let found = milestones.and_then(|list| list.into_iter().find(|one| one["id"] == *milestone));
        found.map_or(answer, |one| one["done"].clone())
    }

    async fn get(&self, person: Option<&Person>, path: &str) -> reqwest::Response {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        kit::client::secure();
        let request = client.build().expect("a client").get(format!("{}{path}", self.node.server));
        let request = match person {
            Some(person) => request.bearer_auth(&person.token),
            None => request,
        };
        request.send().await.expect("an answer")
    }
}

fn told(answer: &Answer) -> Value {
    match answer.code() {
        "-" => answer["it"].clone(),
        code => json!([code, answer.0["errors"][0]["extensions"]["rule"]]),
    }
}

#[tokio::test]
async fn the_dates_of_a_year_are_those_of_its_calendar() {
    let year = Year::begin().await;
    let input = json!({ "month": "2023-02", "dueAt": "2023-03-05T00:00:00+07:00", "reason": "น้ำท่วม" });
    let moved = year
        .act("department", "overrideCalendar", "OverrideCalendarInput", input, "overridden")
        .await;
    assert_eq!(moved["overridden"], true);
    let fields = "fiscalYear calendar { opensDay dueDay closesDay } months { expected confirmed calendar { month dueAt lastWorkingDay overridden } }";
    let told = year.roadmap("officer.2706", "2706", fields).await;
    assert_eq!(told["calendar"], json!({ "opensDay": 10, "dueDay": 3, "closesDay": 6 }));
    let months = told["months"].as_array().expect("a list");
    assert_eq!(months.len(), 12);
    let of = |month: &str| months.iter().find(|one| one["calendar"]["month"] == month).expect("a month");
    assert_eq!((&of("2023-01")["expected"], &of("2023-01")["confirmed"]), (&json!(1), &json!(1)));
    assert_eq!(of("2023-02")["confirmed"], 0);
    let february = json!({ "month": "2023-02", "dueAt": "2023-03-04T17:00:00+00:00", "lastWorkingDay": "2023-03-03", "overridden": true });
    assert_eq!(of("2023-02")["calendar"], february);
    // 3 December 2565, 3 June and 3 September 2566 fell on weekends.
    for (month, day) in [("2022-11", "2022-12-02"), ("2023-05", "2023-06-02"), ("2023-08", "2023-09-01")] {
        assert_eq!(of(month)["calendar"]["lastWorkingDay"], day, "{month}");
    }
    let province = year.roadmap("province.27", "27", "months { expected confirmed }").await;
    assert_eq!(province["months"][0], json!({ "expected": 9, "confirmed": 9 }));
    let nothing = "{ roadmap(fiscalYear: 2444, area: \"TH\") { months { expected } calendar { dueDay } } }";
    let none = year.node.as_("department").await.ask(nothing).await;
    assert_eq!(none["roadmap"], json!({ "months": [], "calendar": null }));
}

#[tokio::test]
async fn a_milestone_is_done_place_by_place() {
    let year = Year::begin().await;
    let milestone = year.by_hand().await;
    let fields = "milestones { titleTh dueOn level act expected done pending }";
    let told = year.roadmap("officer.2706", "2706", fields).await["milestones"][0].clone();
    assert_eq!(
        (&told["dueOn"], &told["expected"], &told["done"]),
        (&json!("2023-01-31"), &json!(1), &json!(0))
    );
    assert_eq!(year.mark("officer.2706", &milestone, "2706", Some("2023-02-20")).await, 1);
    assert_eq!(
        year.mark("officer.2706", &milestone, "2706", Some("2023-02-21")).await,
        json!(["INVALID", "future"])
    );
    assert_eq!(
        year.mark("entry.2706", &milestone, "2706", Some("2023-02-20")).await,
        json!(["FORBIDDEN", "role"])
    );
    assert_eq!(
        year.mark("officer.2701", &milestone, "2706", Some("2023-02-20")).await,
        json!(["NOT_FOUND", null])
    );
    let province = year.roadmap("province.27", "27", fields).await["milestones"][0].clone();
    let waiting = ["2701", "2702", "2703", "2704", "2705", "2707", "2708", "2709"];
    assert_eq!(
        (&province["expected"], &province["done"], &province["pending"]),
        (&json!(9), &json!(1), &json!(waiting))
    );
    assert_eq!(year.mark("officer.2706", &milestone, "2706", None).await, 0, "not after all");
    let trail = "SELECT kind FROM event WHERE area = '2706' AND kind LIKE 'MILESTONE%' ORDER BY chain_index";
    assert_eq!(year.database.column(trail).await, ["MILESTONE_DONE", "MILESTONE_UNDONE"]);
}

#[tokio::test]
async fn what_the_system_sees_by_itself_nobody_ticks_off() {
    let year = Year::begin().await;
    for (act, level) in [
        ("BASE_FROZEN", "NATION"),
        ("TARGETS_SET", "PROVINCE"),
        ("COMMITTEE_APPOINTED", "DISTRICT"),
    ] {
        let set = year
            .milestone("department", json!({ "act": act, "level": level, "titleTh": act }))
            .await;
        assert_eq!(set["area"], "TH", "{act}");
    }
    let fields = "milestones { id titleTh expected done pending }";
    let told = year.roadmap("officer.2706", "2706", fields).await;
    let counts: Vec<String> = told["milestones"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            format!(
                "{} {}/{}",
                one["titleTh"].as_str().unwrap_or_default(),
                one["done"],
                one["expected"]
            )
        })
        .collect();
    assert_eq!(
        counts[..3],
        ["BASE_FROZEN 1/1", "COMMITTEE_APPOINTED 1/1", "TARGETS_SET 1/1"],
        "of the place and those above it"
    );
    let nation = year.roadmap("department", "TH", fields).await;
    let targets = nation["milestones"]
        .as_array()
        .and_then(|list| list.iter().find(|one| one["titleTh"] == "TARGETS_SET").cloned());
    let targets = targets.expect("a milestone");
    assert_eq!(
        (&targets["expected"], &targets["done"]),
        (&json!(76), &json!(1)),
        "Sa Kaeo has its targets"
    );
    let estimate = nation["milestones"]
        .as_array()
        .and_then(|list| list.iter().find(|one| one["id"] == ESTIMATE).cloned());
    let estimate = estimate.expect("the letter's");
    let counts = (&estimate["expected"], &estimate["done"]);
    assert_eq!(counts, (&json!(9), &json!(0)), "Sa Kaeo's districts have sent none");
    let sent = "SET session_replication_role = replica;
        INSERT INTO estimate_revision (district, fiscal_year, number, submission, digest, canonical, satang, estimated, timeliness, due_at,
            sent_at, sent_by, capacity)
        SELECT '2706', 2566, 0, 1, encode(sha256('x'), 'hex'), 'x', '{1}', 1, 'ON_TIME', now(), now(), id, '' FROM person LIMIT 1";
    year.database.run(sent).await;
    let told = year.roadmap("officer.2706", "2706", fields).await;
    assert_eq!(told["milestones"][3]["done"], 1, "{told}");
    let refused = year.mark("province.27", &targets["id"], "27", Some("2023-02-20")).await;
    assert_eq!(refused, json!(["INVALID", "act"]));
    year.database
        .run("SET session_replication_role = replica; DELETE FROM target WHERE area = '27' AND round = 2")
        .await;
    let told = year.roadmap("officer.2706", "2706", fields).await;
    let targets = told["milestones"]
        .as_array()
        .and_then(|list| list.iter().find(|one| one["titleTh"] == "TARGETS_SET").cloned());
    assert_eq!(targets.expect("a milestone")["pending"], json!(["27"]), "the control");
}

#[tokio::test]
async fn who_keeps_a_roadmap() {
    let year = Year::begin().await;
    let table = [
        ("department", json!({}), json!({ "area": "TH" })),
        ("province.27", json!({ "area": "27" }), json!({ "area": "27" })),
        ("department", json!({ "area": "27" }), json!(["FORBIDDEN", "role"])),
        ("province.27", json!({}), json!(["NOT_FOUND", null])),
        ("province.27", json!({ "area": "26" }), json!(["NOT_FOUND", null])),
        ("officer.2706", json!({ "area": "2706" }), json!(["NOT_FOUND", null])),
        (
            "province.27",
            json!({ "area": "27", "level": "NATION" }),
            json!(["INVALID", "above"]),
        ),
        ("department", json!({ "titleTh": " " }), json!(["INVALID", "required"])),
        ("department", json!({ "fiscalYear": 2500 }), json!(["CALENDAR_MISSING", null])),
        ("department", json!({ "id": ESTIMATE }), json!(["NOT_FOUND", null])),
        (
            "province.27",
            json!({ "area": "27", "id": ESTIMATE, "dueOn": "2023-02-24" }),
            json!({ "area": "27" }),
        ),
    ];
    for (username, more, expected) in table {
        assert_eq!(year.milestone(username, more.clone()).await, expected, "{username} {more}");
    }
    let changed = format!("SELECT due_on::text FROM milestone WHERE id = '{ESTIMATE}'");
    assert_eq!(year.database.value(&changed).await, "2023-02-24");
    let remove = async |username: &str, reason: &str| {
        let input = json!({ "id": ESTIMATE, "reason": reason });
        year.act(username, "removeMilestone", "RemoveMilestoneInput", input, "milestones { id }")
            .await
    };
    assert_eq!(remove("department", "x").await, json!(["FORBIDDEN", "role"]));
    assert_eq!(remove("province.27", " ").await, json!(["INVALID", "required"]));
    let left = remove("province.27", "เลื่อนไปปีหน้า").await;
    assert!(
        left["milestones"]
            .as_array()
            .is_some_and(|list| list.iter().all(|one| one["id"] != ESTIMATE)),
        "{left}"
    );
    assert_eq!(remove("province.27", "อีกครั้ง").await, json!(["NOT_FOUND", null]));
}

#[tokio::test]
async fn exceptions_and_requests_stand_in_it_for_those_they_concern() {
    let year = Year::begin().await;
    year.database.at("2023-03-07T09:00").await;
    let wish = json!({ "district": "2706", "month": "2023-02", "until": "2023-03-08T00:00:00+07:00", "reason": "ไฟฟ้าดับ", "reopen": false });
    let asked = year
        .act("officer.2706", "requestException", "RequestExceptionInput", wish.clone(), "id")
        .await;
    assert!(asked["id"].is_string(), "{asked}");
    let fields = "exceptions { district reason } requests { district state }";
    let waiting = json!([{ "district": "2706", "state": "REQUESTED" }]);
    assert_eq!(
        year.roadmap("entry.2706", "2706", fields).await,
        json!({ "exceptions": [], "requests": waiting })
    );
    year.act("department", "grantException", "GrantExceptionInput", wish, "id").await;
    let granted = json!([{ "district": "2706", "reason": "ไฟฟ้าดับ" }]);
    assert_eq!(
        year.roadmap("province.27", "27", fields).await,
        json!({ "exceptions": granted, "requests": waiting })
    );
    assert_eq!(
        year.roadmap("member1.2706", "2706", fields).await,
        json!({ "exceptions": granted, "requests": [] })
    );
    assert_eq!(
        year.roadmap("viewer", "TH", fields).await,
        json!({ "exceptions": [], "requests": [] })
    );
    assert_eq!(
        year.roadmap("officer.2701", "2701", fields).await,
        json!({ "exceptions": [], "requests": [] })
    );
}

#[tokio::test]
async fn a_calendar_file_for_those_who_see_the_place() {
    let year = Year::begin().await;
    let officer = year.node.as_("officer.2706").await;
    let response = year.get(Some(&officer), "/roadmap/2706/2566.ics").await;
    assert_eq!(response.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(
        response.headers()["content-disposition"],
        "attachment; filename=\"roadmap-2706-2566.ics\""
    );
    let text = response.text().await.expect("a text");
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let whole = text.replace("\r\n ", "");
    for line in [
        "BEGIN:VCALENDAR",
        "DTSTART;VALUE=DATE:20230303",
        "UID:2023-02-due@otop",
        "UID:2023-05-warned@otop",
        "DTSTART;VALUE=DATE:20230602",
        "UID:0186703e-9000-7000-8000-000000002566@otop",
        "DTSTART;VALUE=DATE:20230223",
    ] {
        assert!(whole.contains(&format!("{line}\r\n")), "{line}\n{whole}");
    }
    assert!(!whole.contains("UID:2023-02-warned@otop"), "3 March is a working day");
    assert!(whole.contains("ครบกำหนดยืนยันข้อมูล ก.พ. 2566 / confirm by this day: 2023-02"));
    let table = [
        (None, "/roadmap/2706/2566.ics", 401),
        (Some(&officer), "/roadmap/2701/2566.ics", 404),
        (Some(&officer), "/roadmap/2706/2566.pdf", 404),
        (Some(&officer), "/roadmap/2706/9999.ics", 404),
        (Some(&officer), "/roadmap/270601/2566.ics", 404),
        (Some(&officer), "/roadmap/%00/2566.ics", 404),
    ];
    for (person, path, status) in table {
        assert_eq!(year.get(person, path).await.status(), status, "{path}");
    }
}

#[tokio::test]
async fn what_the_department_hands_out_is_had_by_its_code() {
    let year = Year::begin().await;
    let publish = async |username: &str, more: Value| {
        let mut input = json!({ "code": "roadmap-66", "fiscalYear": 2566, "kind": "ROADMAP", "titleTh": "Roadmap ปี 2566" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        year.act(username, "publishDocument", "PublishDocumentInput", input, "code path link")
            .await
    };
    let link = json!({ "link": "https://example.go.th/roadmap.pdf" });
    assert_eq!(publish("province.27", link.clone()).await, json!(["NOT_FOUND", null]));
    let published = json!({ "code": "roadmap-66", "path": "/d/roadmap-66", "link": "https://example.go.th/roadmap.pdf" });
    assert_eq!(publish("department", link).await, published);
    let found = year.get(None, "/d/roadmap-66").await;
    assert_eq!(
        (found.status().as_u16(), &found.headers()["location"]),
        (302, &"https://example.go.th/roadmap.pdf".parse().unwrap())
    );
    let picture = year.get(None, "/d/roadmap-66/qr").await;
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");
    let drawn = otop_schema::form::qr_svg(&format!("{}/d/roadmap-66", year.node.server)).expect("a code");
    let picture = picture.text().await.expect("a text");
    assert_eq!(
        picture.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1),
        drawn,
        "it leads to this server's own path"
    );
    let documents = year.roadmap("officer.2706", "2706", "documents { code titleTh kind }").await;
    assert_eq!(
        documents["documents"],
        json!([{ "code": "roadmap-66", "titleTh": "Roadmap ปี 2566", "kind": "ROADMAP" }])
    );
    publish("department", json!({ "body": "๑. เก็บข้อมูล\n๒. ยืนยัน <b>" })).await;
    let text = year.get(None, "/d/roadmap-66").await;
    assert_eq!(text.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(
        text.text().await.expect("a text"),
        "๑. เก็บข้อมูล\n๒. ยืนยัน <b>",
        "the same code leads to what is newest"
    );
    let refused = [
        (json!({ "link": "javascript:alert(1)" }), "address"),
        (json!({ "link": "https://a\r\nset-cookie: x" }), "-"),
        (json!({ "link": "https://a.go.th", "body": "x" }), "one-of"),
        (json!({}), "one-of"),
        (json!({ "code": "../x", "body": "x" }), "format"),
        (json!({ "code": "ab", "body": "x" }), "format"),
        (json!({ "body": " " }), "required"),
    ];
    for (more, rule) in refused {
        let told = publish("department", more.clone()).await;
        assert!(rule == "-" || told == json!(["INVALID", rule]), "{more}: {told}");
        assert!(!told.to_string().contains("INTERNAL"), "{more}: {told}");
    }
    let withdrawn = json!({ "code": "roadmap-66", "reason": "มีฉบับใหม่" });
    year.act("department", "withdrawDocument", "WithdrawDocumentInput", withdrawn.clone(), "code")
        .await;
    let again = year
        .act("department", "withdrawDocument", "WithdrawDocumentInput", withdrawn, "code")
        .await;
    assert_eq!(again, json!(["NOT_FOUND", null]));
    for path in ["/d/roadmap-66", "/d/roadmap-66/qr", "/d/nothing", "/d/%00", "/d/..%2f..%2fetc"] {
        assert_eq!(year.get(None, path).await.status(), 404, "{path}");
    }
    let kinds = "SELECT kind FROM event WHERE area = 'TH' AND kind LIKE 'DOCUMENT%' ORDER BY chain_index";
    assert!(
        year.database
            .column(kinds)
            .await
            .starts_with(&["DOCUMENT_PUBLISHED".to_owned(), "DOCUMENT_PUBLISHED".to_owned()])
    );
}

#[tokio::test]
async fn the_department_sets_how_a_year_runs_before_it_begins() {
    let year = Year::begin().await;
    let set = async |username: &str, more: Value| {
        let mut input = json!({ "fiscalYear": 2567, "opensDay": 11, "opensHour": 8, "submitDaysBeforeEnd": 1, "dueDay": 4, "closesDay": 7,
            "closesHour": 16, "reason": "หนังสือกรม" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        year.act(username, "setFiscalCalendar", "SetFiscalCalendarInput", input, "dueDay closesHour")
            .await
    };
    assert_eq!(set("province.27", json!({})).await, json!(["NOT_FOUND", null]));
    assert_eq!(set("department", json!({ "fiscalYear": 2566 })).await, json!(["INVALID", "begun"]));
    assert_eq!(
        set("department", json!({ "fiscalYear": 2500 })).await,
        json!(["CALENDAR_MISSING", null])
    );
    assert_eq!(set("department", json!({ "dueDay": 29 })).await, json!(["INVALID", "range"]));
    assert_eq!(set("department", json!({ "dueDay": 8 })).await, json!(["INVALID", "order"]));
    assert_eq!(set("department", json!({ "closesDay": 12 })).await, json!(["INVALID", "order"]));
    assert_eq!(set("department", json!({ "reason": "" })).await, json!(["INVALID", "required"]));
    assert_eq!(set("department", json!({})).await, json!({ "dueDay": 4, "closesHour": 16 }));
    let calendar = year
        .node
        .as_("officer.2706")
        .await
        .ask("{ calendar(month: \"2023-10\") { opensAt dueAt closesAt } }")
        .await;
    assert_eq!(
        calendar["calendar"],
        json!({ "opensAt": "2023-10-11T01:00:00+00:00", "dueAt": "2023-11-04T17:00:00+00:00", "closesAt": "2023-11-07T09:00:00+00:00" })
    );
    let said = "SELECT body::json ->> 'reason' FROM event WHERE kind = 'FISCAL_CALENDAR_SET'";
    assert_eq!(
        year.database.value(said).await,
        "2567 opens 11/8 submit -1 due 4 closes 7/16: หนังสือกรม"
    );
}

#[tokio::test]
async fn the_department_keeps_the_holidays() {
    let year = Year::begin().await;
    let seeded = year.roadmap("entry.2706", "2706", "holidays { day nameEn source }").await;
    let days = seeded["holidays"].as_array().expect("a list");
    assert!(days.len() > 15 && days.iter().any(|one| one["day"] == "2023-03-06"), "{seeded}");
    let set = async |username: &str, days: &[&str]| {
        let days: Vec<Value> = days
            .iter()
            .map(|day| json!({ "day": day, "nameTh": "วันหยุด", "nameEn": "Day off" }))
            .collect();
        let input = json!({ "fiscalYear": 2566, "holidays": days, "reason": "มติคณะรัฐมนตรี" });
        year.act(username, "setHolidays", "SetHolidaysInput", input, "day source").await
    };
    assert_eq!(set("officer.2706", &["2023-03-03"]).await, json!(["NOT_FOUND", null]));
    assert_eq!(set("department", &["2023-10-01"]).await, json!(["INVALID", "days"]));
    assert_eq!(set("department", &["2023-03-03", "2023-03-03"]).await, json!(["INVALID", "days"]));
    assert_eq!(
        set("department", &["2023-03-03"]).await,
        json!([{ "day": "2023-03-03", "source": "มติคณะรัฐมนตรี" }])
    );
    let calendar = year
        .node
        .as_("officer.2706")
        .await
        .ask("{ calendar(month: \"2023-02\") { dueAt lastWorkingDay } }")
        .await;
    let february = json!({ "dueAt": "2023-03-03T17:00:00+00:00", "lastWorkingDay": "2023-03-02" });
    assert_eq!(calendar["calendar"], february, "the deadline stays, the warning comes earlier");
    let next_year = "SELECT count(*) > 15 FROM holiday WHERE day >= '2023-10-01'";
    assert_eq!(year.database.value(next_year).await, "true", "other years are left alone");
}

#[tokio::test]
async fn a_quorum_is_the_departments_to_set_from_the_next_submission_on() {
    let year = Year::begin().await;
    let set = async |username: &str, divisor: i32, reason: &str| {
        let input =
            json!({ "fiscalYear": 2566, "quorumDivisor": divisor, "recalledDivisor": 4, "recalledWithinDays": 7, "reason": reason });
        year.act(username, "setCommitteeRule", "SetCommitteeRuleInput", input, "quorumDivisor")
            .await
    };
    assert_eq!(set("province.27", 1, "x").await, json!(["NOT_FOUND", null]));
    assert_eq!(set("department", 11, "x").await, json!(["INVALID", "range"]));
    assert_eq!(set("department", 1, " ").await, json!(["INVALID", "required"]));
    assert_eq!(set("department", 1, "มติที่ประชุม").await["quorumDivisor"], 1);
    let told = year
        .node
        .as_("viewer")
        .await
        .ask("{ committeeRule(fiscalYear: 2566) { quorumDivisor recalledDivisor recalledWithinDays } }")
        .await;
    assert_eq!(
        told["committeeRule"],
        json!({ "quorumDivisor": 1, "recalledDivisor": 4, "recalledWithinDays": 7 })
    );
    year.database.at("2023-02-28T09:00").await;
    let officer = year.node.as_("officer.2701").await;
    kit::report::Report::february("2701").submit(&officer).await.data();
    let frozen = "SELECT quorum || ' ' || recalled_quorum || ' ' || recalled_within_days FROM report WHERE (district, month) = ('2701', '2023-02-01')";
    assert_eq!(
        year.database.value(frozen).await,
        "5 2 7",
        "all five members; a quarter when called again"
    );
}

#[tokio::test]
async fn an_appointment_that_is_sent_again_appoints_nobody_twice() {
    let year = Year::begin().await;
    let id = uuid::Uuid::now_v7();
    let appoint = async |username: &str, more: Value| {
        let mut input = json!({ "id": id, "district": "2706", "person": { "name": "นายคำ ใจดี" }, "appointmentOrder": "1/2566",
            "isChair": false, "isSecretary": false, "from": "2023-02-20" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        year.act(username, "appointMember", "AppointMemberInput", input, "id name").await
    };
    let first = appoint("officer.2706", json!({})).await;
    assert_eq!(first, json!({ "id": id, "name": "นายคำ ใจดี" }));
    assert_eq!(appoint("officer.2706", json!({})).await, first);
    let other = json!({ "person": { "name": "นางดี ใจคำ" } });
    assert_eq!(appoint("officer.2706", other).await, json!(["OPERATION_REUSED", null]));
    let elsewhere = json!({ "district": "2701" });
    assert_eq!(appoint("officer.2701", elsewhere).await, json!(["OPERATION_REUSED", null]));
    let count = "SELECT count(*) FROM committee_member JOIN person ON person.id = person_id WHERE name = 'นายคำ ใจดี'";
    assert_eq!(year.database.value(count).await, "1");
    appoint("officer.2706", json!({ "id": null })).await;
    assert_eq!(
        year.database.value(count).await,
        "2",
        "the control: without an id it is another appointment"
    );
}

#[tokio::test]
async fn a_laptop_shows_the_year_without_a_network() {
    let year = Year::begin().await;
    let wish = json!({ "district": "2706", "month": "2023-02", "until": "2023-03-08T00:00:00+07:00", "reason": "ไฟฟ้าดับ", "reopen": false });
    year.act("department", "grantException", "GrantExceptionInput", wish.clone(), "id")
        .await;
    year.act("officer.2706", "requestException", "RequestExceptionInput", wish, "id")
        .await;
    let moved = json!({ "month": "2023-03", "dueAt": "2023-04-05T00:00:00+07:00", "reason": "สงกรานต์" });
    year.act("department", "overrideCalendar", "OverrideCalendarInput", moved, "dueAt")
        .await;
    let document =
        json!({ "code": "steps-66", "fiscalYear": 2566, "kind": "ENTRY_STEPS", "titleTh": "ขั้นตอน", "link": "https://example.go.th/" });
    year.act("department", "publishDocument", "PublishDocumentInput", document, "code")
        .await;
    year.mark("officer.2706", &year.by_hand().await, "2706", Some("2023-02-20")).await;
    let laptop = Laptop::sign_in(&year.node.server, "officer.2706").await;
    let Year { database: _database, node } = year;
    drop(node);

    let told = laptop.done(&["calendar", "--year", "๒๕๖๖"]).await["roadmaps"][0].clone();
    let of = |month: &str| {
        let months = told["months"].as_array().expect("a list").iter();
        months
            .map(|one| &one["calendar"])
            .find(|one| one["month"] == month)
            .cloned()
            .expect("a month")
    };
    assert_eq!(
        (&of("2023-03")["overridden"], &of("2023-03")["lastWorkingDay"]),
        (&json!(true), &json!("2023-04-04"))
    );
    assert_eq!(
        (&told["exceptions"][0]["reason"], &told["requests"][0]["state"]),
        (&json!("ไฟฟ้าดับ"), &json!("REQUESTED"))
    );
    let told = laptop.done(&["roadmap"]).await["roadmaps"][0].clone();
    assert_eq!(
        (&told["milestones"][0]["dueOn"], &told["milestones"][0]["done"]),
        (&json!("2023-01-31"), &json!(1))
    );
    assert_eq!(told["documents"][0]["path"], "/d/steps-66");
    let nothing = laptop.run(&["calendar", "--year", "2560"]).await;
    assert_eq!((nothing.code, &nothing.json["error"]["code"]), (2, &json!("USAGE")));
    assert_eq!(laptop.run(&["calendar", "--year", "ปีนี้"]).await.code, 1);
}

#[tokio::test]
async fn how_a_month_is_recorded_stands_on_one_page() {
    let year = Year::begin().await;
    let page = year.get(None, "/help/entry").await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(
        page.headers()["content-security-policy"],
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    );
    let page = page.text().await.expect("a text");
    let laptop = Laptop::signed_in(&year.node.server, "entry.2706").await;
    let steps = laptop.done(&["help-entry"]).await["steps"].clone();
    let steps = steps.as_array().expect("a list");
    assert!(steps.len() >= 10, "{steps:?}");
    for step in steps {
        assert!(
            page.contains(step["th"].as_str().expect("a text")),
            "the same on both sides: {step}"
        );
    }
    let other = year.get(None, "/livez").await;
    assert_eq!(
        other.headers()["content-security-policy"],
        "default-src 'none'; frame-ancestors 'none'"
    );
}
