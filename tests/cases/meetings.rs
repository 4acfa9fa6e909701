//! The committee on paper: the secretary records what a meeting resolved, who was there, and meetings that had no quorum; and the
//! signature on paper.

use kit::client::Answer;
use kit::node::Node;
use kit::report::Report;
use kit::{Database, Person};
use otop_server::verify;
use serde_json::{Value, json};

/// Mueang Sa Kaeo on the last day of February, its report before a committee of five.
struct Committee {
    database: Database,
    node: Node,
    report: Report,
    officer: Person,
    secretary: Person,
    members: Vec<Value>,
}

impl Committee {
    async fn seated() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        Self::of(database).await
    }

    async fn of(database: Database) -> Self {
        let node = Node::start(&database).await;
        let report = Report::february("2701");
        let officer = node.as_("officer.2701").await;
        report.submit(&officer).await.data();
        let told = report.read(&officer, "electorate { personId isChair isSecretary }").await;
        Self {
            secretary: node.as_("member2.2701").await,
            members: told["electorate"].as_array().expect("a list").clone(),
            database,
            node,
            report,
            officer,
        }
    }

    /// `CO.-` means: the chair certifies, the secretary objects, the third abstains, the fourth is not there. The first present presides.
    fn meeting(&self, votes: &str, held_on: &str) -> Value {
        let seats = votes.chars().zip(&self.members).filter(|(letter, _)| *letter != '-');
        let attendance: Vec<Value> = seats
            .map(|(letter, member)| json!({ "personId": member["personId"], "choice": choice(letter) }))
            .collect();
        json!({ "number": "3/2566", "heldOn": held_on, "place": "ที่ว่าการอำเภอ", "minutes": "สก 0117/45",
                "presidedBy": attendance[0]["personId"], "attendance": attendance })
    }

    async fn resolve_by(&self, person: &Person, votes: &str, more: Value) -> Answer {
        let mut input = json!({ "meeting": self.meeting(votes, "2023-02-28") });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.report.act(person, "recordResolution", "RecordResolutionInput", input).await
    }

    /// The status after a resolution, or the code and rule of its refusal.
    async fn resolve(&self, votes: &str, more: Value) -> String {
        told(&self.resolve_by(&self.secretary, votes, more).await, "recordResolution")
    }

    async fn adjourn(&self, votes: &str, held_on: &str) -> String {
        let input = json!({ "meeting": self.meeting(votes, held_on) });
        let answer = self
            .report
            .act(&self.secretary, "recordAdjournment", "RecordAdjournmentInput", input);
        told(&answer.await, "recordAdjournment")
    }

    async fn last_event(&self) -> Value {
        let told = self.report.read(&self.officer, "history { kind reason }").await;
        told["history"].as_array().expect("a list").last().expect("an event").clone()
    }

    async fn verified(&self) {
        let mut connection = self.database.connect().await;
        let verdicts = verify::verify(&mut connection, &|_| {})
            .await
            .unwrap_or_else(|error| panic!("{error:?}"));
        assert!(verdicts.iter().all(|verdict| verdict.findings.is_empty()));
    }
}

fn choice(letter: char) -> Value {
    match letter {
        'C' => json!("CERTIFY"),
        'O' => json!("OBJECT"),
        _ => Value::Null,
    }
}

fn told(answer: &Answer, field: &str) -> String {
    let extensions = &answer.0["errors"][0]["extensions"];
    match extensions["code"].as_str() {
        Some(code) => format!("{code} {}", extensions["rule"].as_str().unwrap_or("-")),
        None => answer[field]["status"].as_str().unwrap_or_default().to_owned(),
    }
}

#[tokio::test]
async fn a_meeting_on_paper_certifies() {
    let committee = Committee::seated().await;
    assert_eq!(committee.resolve("CCO", json!({})).await, "CERTIFIED");
    let shown = "certificate { certified eligible certify object resolution closedBy }
        meetings { number submission heldOn place minutes outcome quorum calledAgain castingVote presidedBy recordedBy attendance { choice } }";
    let told = committee.report.read(&committee.officer, shown).await;
    let (chair, secretary) = (&told["certificate"]["closedBy"], &told["meetings"][0]["recordedBy"]);
    assert_eq!(
        told["certificate"],
        json!({ "certified": true, "eligible": 5, "certify": 2, "object": 1, "resolution": "3/2566", "closedBy": chair })
    );
    let mut meeting = told["meetings"][0].clone();
    let attendance = meeting["attendance"].take();
    assert_eq!(attendance.as_array().expect("a list").len(), 3);
    assert_eq!(
        meeting,
        json!({ "number": "3/2566", "submission": 1, "heldOn": "2023-02-28", "place": "ที่ว่าการอำเภอ", "minutes": "สก 0117/45",
                "outcome": "CERTIFIED", "quorum": 3, "calledAgain": false, "castingVote": null, "presidedBy": chair,
                "recordedBy": secretary, "attendance": null })
    );
    assert_eq!(
        committee.last_event().await,
        json!({ "kind": "CERTIFIED", "reason": "3/2566 (2023-02-28)" })
    );
    committee.verified().await;
}

#[tokio::test]
async fn objections_send_the_report_back_and_the_meeting_stays() {
    let committee = Committee::seated().await;
    assert_eq!(committee.resolve("COO", json!({ "objections": " " })).await, "INVALID required");
    assert_eq!(
        committee.resolve("COO", json!({ "objections": "ยอดไม่ตรงใบเสร็จ" })).await,
        "RETURNED"
    );
    let said = json!({ "kind": "OBJECTED", "reason": "3/2566 (2023-02-28): ยอดไม่ตรงใบเสร็จ" });
    assert_eq!(committee.last_event().await, said);
    committee.report.submit(&committee.officer).await.data();
    let told = committee
        .report
        .read(&committee.officer, "certificate { certified } meetings { submission outcome }")
        .await;
    assert_eq!(told["certificate"], Value::Null);
    assert_eq!(told["meetings"], json!([{ "submission": 1, "outcome": "OBJECTED" }]));
    assert_eq!(
        committee.resolve("CCC", json!({})).await,
        "CERTIFIED",
        "the next submission has a meeting of its own"
    );
    committee.verified().await;
}

#[tokio::test]
async fn the_secretary_records_while_the_vote_is_open() {
    let committee = Committee::seated().await;
    for username in ["member1.2701", "member3.2701", "officer.2701", "province.27"] {
        let person = committee.node.as_(username).await;
        assert_eq!(
            committee.resolve_by(&person, "CCC", json!({})).await.code(),
            "FORBIDDEN",
            "{username}"
        );
    }
    let stale = json!({ "meeting": committee.meeting("CCC", "2023-02-28") });
    let nothing = "0".repeat(64);
    let stale = committee
        .report
        .act_on(&committee.secretary, &nothing, "recordResolution", "RecordResolutionInput", stale);
    assert_eq!(stale.await.code(), "STALE_DIGEST");
    for (held_on, when) in [("2023-02-27", "before the submission"), ("2023-03-01", "tomorrow")] {
        let input = json!({ "meeting": committee.meeting("CCC", held_on) });
        let answer = committee
            .report
            .act(&committee.secretary, "recordResolution", "RecordResolutionInput", input);
        assert_eq!(told(&answer.await, "recordResolution"), "INVALID range", "{when}");
    }
    committee.database.at("2023-03-06T00:00").await;
    assert_eq!(committee.resolve("CCC", json!({})).await, "MONTH_CLOSED -");
    committee.database.at("2023-03-05T23:59:59.999").await;
    assert_eq!(committee.resolve("CCC", json!({})).await, "CERTIFIED");
    assert_eq!(committee.resolve("CCC", json!({})).await, "VOTE_CLOSED -");
}

#[tokio::test]
async fn a_tie_is_for_whoever_presides() {
    let committee = Committee::seated().await;
    assert_eq!(committee.resolve("CO.", json!({})).await, "INVALID casting-vote");
    assert_eq!(
        committee.resolve("CCO", json!({ "castingVote": "CERTIFY" })).await,
        "INVALID casting-vote"
    );
    assert_eq!(committee.resolve("CO.", json!({ "castingVote": "CERTIFY" })).await, "CERTIFIED");
    let told = committee
        .report
        .read(&committee.officer, "certificate { certify object } meetings { castingVote }")
        .await;
    assert_eq!(
        told,
        json!({ "certificate": { "certify": 1, "object": 1 }, "meetings": [{ "castingVote": "CERTIFY" }] })
    );
}

#[tokio::test]
async fn nobodys_vote_in_the_system_is_told_otherwise_or_lost() {
    let committee = Committee::seated().await;
    let [third, fourth] = [2, 3].map(|seat: usize| committee.members[seat]["personId"].as_str().unwrap_or_default().to_owned());
    for person in [third, fourth] {
        let account = format!("SELECT username FROM account WHERE person_id = '{person}'");
        let member = committee.node.as_(&committee.database.value(&account).await).await;
        committee.report.object(&member, "ขอดูหลักฐาน").await.data();
    }
    assert_eq!(committee.resolve("CCC", json!({})).await, "INVALID voted", "the third objected");
    let objected = json!({ "objections": "ขอดูหลักฐาน" });
    assert_eq!(
        committee.resolve("CCO", json!({})).await,
        "INVALID casting-vote",
        "the fourth's vote counts: two to two"
    );
    assert_eq!(committee.resolve("COO", objected).await, "RETURNED");
    let counted = "SELECT for_votes || ' ' || against FROM certificate";
    assert_eq!(committee.database.value(counted).await, "1 3");
}

#[tokio::test]
async fn a_meeting_called_again_needs_a_third() {
    let committee = Committee::seated().await;
    assert_eq!(
        committee.resolve("CC", json!({})).await,
        "INVALID quorum",
        "the control: two of five are none"
    );
    assert_eq!(committee.adjourn("...", "2023-02-28").await, "INVALID quorum-present");
    assert_eq!(committee.adjourn("..", "2023-02-28").await, "SUBMITTED");
    assert_eq!(
        committee.last_event().await,
        json!({ "kind": "ADJOURNED", "reason": "3/2566 (2023-02-28)" })
    );
    // What a quorum is was frozen at submission.
    committee
        .database
        .run("UPDATE committee_rule SET recalled_divisor = 1, recalled_within_days = 1")
        .await;
    assert_eq!(committee.resolve("CC", json!({})).await, "INVALID quorum", "not on the same day");
    open_until(&committee, "2023-03-20").await;
    committee.database.at("2023-03-16T09:00").await;
    let later = async |held_on: &str| {
        let input = json!({ "meeting": committee.meeting("CC", held_on) });
        let answer = committee
            .report
            .act(&committee.secretary, "recordResolution", "RecordResolutionInput", input);
        told(&answer.await, "recordResolution")
    };
    assert_eq!(later("2023-03-15").await, "INVALID quorum", "fifteen days later");
    assert_eq!(later("2023-03-14").await, "CERTIFIED");
    let told = committee
        .report
        .read(&committee.officer, "meetings { outcome quorum calledAgain }")
        .await;
    assert_eq!(
        told["meetings"],
        json!([{ "outcome": "ADJOURNED", "quorum": 3, "calledAgain": false }, { "outcome": "CERTIFIED", "quorum": 2, "calledAgain": true }])
    );
    committee.verified().await;
}

async fn open_until(committee: &Committee, day: &str) {
    let grant = format!(
        "mutation {{ grantException(input: {{ district: \"2701\", month: \"2023-02\", until: \"{day}T00:00:00+07:00\", \
         reason: \"น้ำท่วม\", reopen: false }}) {{ id }} }}"
    );
    committee.node.as_("department").await.ask(&grant).await.data();
}

#[tokio::test]
async fn after_an_adjourned_meeting_the_members_may_still_vote_in_the_system() {
    let committee = Committee::seated().await;
    assert_eq!(committee.adjourn("C.", "2023-02-28").await, "INVALID votes");
    assert_eq!(committee.adjourn("..", "2023-02-28").await, "SUBMITTED");
    for member in ["member1.2701", "member2.2701", "member3.2701"] {
        committee.report.certify(&committee.node.as_(member).await).await.data();
    }
    let told = committee
        .report
        .read(&committee.officer, "status certificate { certify resolution }")
        .await;
    assert_eq!(
        told,
        json!({ "status": "CERTIFIED", "certificate": { "certify": 3, "resolution": null } })
    );
}

#[tokio::test]
async fn a_member_needs_no_account() {
    let database = Database::demonstration().await;
    database.at("2023-02-28T09:00").await;
    let node = Node::start(&database).await;
    let officer = node.as_("officer.2701").await;
    let appoint = async |person: &str| {
        let document = format!(
            "mutation {{ appointMember(input: {{ district: \"2701\", {person}, appointmentOrder: \"12/2566\", isChair: false, \
             isSecretary: false, from: \"2023-02-01\" }}) {{ name personId }} }}"
        );
        officer.ask(&document).await
    };
    let made = appoint("person: { name: \"กำนันสมชาย\", position: \"กำนันตำบลบ้านแก้ง\" }").await;
    assert_eq!(made["appointMember"]["name"], "กำนันสมชาย");
    let id = made["appointMember"]["personId"].as_str().expect("an id").to_owned();
    assert_eq!(appoint(&format!("personId: \"{id}\"")).await.code(), "INVALID", "a member already");
    assert_eq!(
        appoint(&format!("personId: \"{id}\", person: {{ name: \"x\" }}")).await.code(),
        "INVALID"
    );
    assert_eq!(appoint("person: { name: \" \" }").await.code(), "INVALID");
    assert_eq!(
        database
            .value(&format!("SELECT count(*) FROM account WHERE person_id = '{id}'"))
            .await,
        "0"
    );
    drop(node);
    let committee = Committee::of(database).await;
    assert_eq!(committee.members.len(), 6);
    let seat = committee
        .members
        .iter()
        .position(|member| member["personId"] == id.as_str())
        .expect("of the electorate");
    let votes: String = (0..6).map(|other| if other < 2 || other == seat { 'C' } else { '-' }).collect();
    assert_eq!(committee.resolve(&votes, json!({})).await, "CERTIFIED");
}

#[tokio::test]
async fn a_signature_on_paper_may_be_that_of_whoever_acts_for_the_officer() {
    let committee = Committee::seated().await;
    assert_eq!(committee.resolve("CCC", json!({})).await, "CERTIFIED");
    let signer = json!({ "name": "นายสมศักดิ์", "position": "นักวิชาการพัฒนาชุมชนชำนาญการ", "capacity": "รักษาราชการแทน พัฒนาการอำเภอ",
                         "orderNumber": "สก 12/2566" });
    let sign = async |mode: &str, signer: &Value| {
        let input = json!({ "mode": mode, "signedOn": "2023-02-28", "signer": signer });
        committee
            .report
            .act(&committee.officer, "signReport", "SignReportInput", input)
            .await
    };
    assert_eq!(told(&sign("ELECTRONIC", &signer).await, "signReport"), "INVALID electronic");
    let nameless = json!({ "name": " ", "position": "-" });
    assert_eq!(told(&sign("PAPER", &nameless).await, "signReport"), "INVALID required");
    assert_eq!(told(&sign("PAPER", &signer).await, "signReport"), "SIGNED");
    let shown = "signature { name position capacity orderNumber mode signedOn recordedBy }";
    let mut told = committee.report.read(&committee.officer, shown).await["signature"].clone();
    let officer = "SELECT name FROM person JOIN account ON person_id = person.id WHERE username = 'officer.2701'";
    assert_eq!(told["recordedBy"].take(), committee.database.value(officer).await);
    let mut expected = signer;
    expected["mode"] = json!("PAPER");
    expected["signedOn"] = json!("2023-02-28");
    expected["recordedBy"] = Value::Null;
    assert_eq!(told, expected);
}
