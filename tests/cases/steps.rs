//! Around the report's life: the committee is kept, months open, are moved, excepted and consolidated; who sees what.

use std::sync::Arc;

use async_graphql::Request;
use kit::Database;
use otop_schema::{Assignment, Role};
use otop_server::app::App;
use otop_server::feed::Bell;
use otop_server::graphql::{self, Schema};
use otop_server::identity::Caller;
use otop_server::{calendar, database, request, verify};
use serde_json::{Value, json};
use uuid::Uuid;

const CHAIR: u128 = 11;
const DEPARTMENT: u128 = 90;

/// Districts 2706 with two producers and a committee of three, and 2701 with nothing; 28 February 2566, nine o'clock.
struct World {
    database: Database,
    app: App,
    schema: Schema,
}

impl World {
    async fn new() -> Self {
        let database = Database::migrated().await;
        database.at("2023-02-28T09:00").await;
        for id in [1, 2, 11, 12, 13, 14, 90] {
            database
                .run(&format!(
                    "INSERT INTO person (id, name, position) VALUES ('{}', 'คน{id}', 'ตำแหน่ง{id}')",
                    person(id)
                ))
                .await;
        }
        for id in [101, 102] {
            let id = person(id);
            database
                .run(&format!(
                    "INSERT INTO producer (id, district, name, active_from) VALUES ('{id}', '2706', 'กลุ่ม{id}', '2022-10-01');
                     INSERT INTO producer_attribute (producer_id, from_month, kind, subdistrict) VALUES ('{id}', '2022-10-01', 'SME', '270601')"
                ))
                .await;
        }
        let pool = database::pool(&database.url(), 4).unwrap_or_else(|problem| panic!("{}", problem.english));
        let app = App::new(pool, Bell::local());
        Self {
            database,
            schema: graphql::over(app.clone()).finish(),
            app,
        }
    }

    /// The same with a committee of three and one sheet complete, the other without sales.
    async fn ready() -> Self {
        let world = Self::new().await;
        for id in [CHAIR, 12, 13] {
            world.appoint(id, id == CHAIR).await;
        }
        world
            .push(json!([
                world.cell(101, "FOOD", "1250.50"),
                world.cell(101, "HERB", "49.50"),
                world.sheet(101, "COMPLETE"),
                world.sheet(102, "NO_SALES"),
            ]))
            .await;
        world
    }

    async fn ask(&self, who: Caller, document: &str, variables: Value) -> Value {
        let request = Request::new(document).variables(async_graphql::Variables::from_json(variables));
        let response = request::execute(&self.schema, &self.app, Arc::new(who), request).await;
        serde_json::to_value(response).unwrap()
    }

    /// Takes a step; the answer is its object, or the code of its refusal.
    async fn act(&self, who: Caller, field: &str, kind: &str, input: Value, shown: &str) -> Value {
        let document = format!("mutation ($input: {kind}!) {{ {field}(input: $input) {{ {shown} }} }}");
        let answer = self.ask(who, &document, json!({ "input": input })).await;
        match &answer["errors"][0]["extensions"]["code"] {
            Value::Null => answer["data"][field].clone(),
            code => code.clone(),
        }
    }

    async fn step(&self, who: Caller, field: &str, mut input: Value) -> Value {
        let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        input["report"] = json!("2706:2023-02");
        if field != "returnReport" {
            input["digest"] = self.report("digest").await["digest"].clone();
        }
        let shown = if field == "returnReport" { "status" } else { "status timeliness" };
        let answer = self.act(who, field, &kind, input, shown).await;
        answer.get("status").cloned().unwrap_or(answer)
    }

    async fn report(&self, fields: &str) -> Value {
        let document = format!("{{ report(district: \"2706\", month: \"2023-02\") {{ {fields} }} }}");
        let answer = self.ask(officer("2706"), &document, json!({})).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"]["report"].clone()
    }

    async fn appoint(&self, id: u128, chair: bool) -> Value {
        let input = json!({ "district": "2706", "personId": person(id), "appointmentOrder": "12/2565", "isChair": chair,
                            "isSecretary": false, "from": "2022-10-01" });
        self.act(officer("2706"), "appointMember", "AppointMemberInput", input, "id name isChair")
            .await
    }

    async fn open(&self) -> otop_server::error::Result<()> {
        calendar::open_due_months(&self.app).await
    }

    async fn push(&self, operations: Value) {
        let results = self.try_push(operations).await;
        let applied = results.as_array().unwrap().iter().all(|result| result["outcome"] == "APPLIED");
        assert!(applied, "{results:#}");
    }

    async fn try_push(&self, operations: Value) -> Value {
        let input = json!({ "deviceId": person(500), "ackedThrough": "0", "operations": operations });
        let document = "mutation ($input: SyncPushInput!) { syncPush(input: $input) { results { outcome refusal { code } } } }";
        let mut officer = officer("2706");
        officer.device = Some(person(500));
        let answer = self.ask(officer, document, json!({ "input": input })).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"]["syncPush"]["results"].clone()
    }

    fn cell(&self, producer: u128, category: &str, amount: &str) -> Value {
        operation(
            json!({ "cell": { "producerId": person(producer), "month": "2023-02", "category": category, "channel": "SHOP", "amount": amount } }),
        )
    }

    fn sheet(&self, producer: u128, state: &str) -> Value {
        operation(json!({ "sheet": { "producerId": person(producer), "month": "2023-02", "state": state } }))
    }

    /// Submitted, certified, signed, confirmed.
    async fn confirm(&self) {
        assert_eq!(self.step(officer("2706"), "submitReport", json!({})).await, "SUBMITTED");
        self.step(member(CHAIR), "voteReport", json!({ "choice": "CERTIFY" })).await;
        assert_eq!(
            self.step(member(12), "voteReport", json!({ "choice": "CERTIFY" })).await,
            "CERTIFIED"
        );
        let signing = json!({ "mode": "PAPER", "signedOn": "2023-02-28" });
        assert_eq!(self.step(officer("2706"), "signReport", signing).await, "SIGNED");
        let checked = json!({ "checked": ["RT3", "RT4"] });
        assert_eq!(self.step(officer("2706"), "confirmReport", checked).await, "CONFIRMED");
    }

    async fn except(&self, district: &str, reopen: bool) -> Value {
        let input =
            json!({ "district": district, "month": "2023-02", "until": "2023-03-08T10:00:00Z", "reason": "น้ำท่วม", "reopen": reopen });
        self.act(
            department(),
            "grantException",
            "GrantExceptionInput",
            input,
            "district until reopen",
        )
        .await
    }

    async fn consolidate(&self) -> Value {
        let shown = "number official information districts { district status confirmed unconfirmed timeliness difference }";
        self.act(
            department(),
            "consolidateMonth",
            "ConsolidateMonthInput",
            json!({ "month": "2023-02" }),
            shown,
        )
        .await
    }

    /// What the report calls its digest is what the checker's own SQL makes of the tables.
    async fn same_digest(&self) {
        let mut connection = self.database.connect().await;
        let (district, month) = ("2706".parse().unwrap(), "2023-02".parse().unwrap());
        let bytes = verify::canonical_bytes(&mut connection, &district, month).await;
        let digest = otop_schema::digest(&bytes.unwrap_or_else(|error| panic!("{error:?}")));
        assert_eq!(self.report("digest").await["digest"], digest);
    }

    async fn verified(&self) {
        let mut connection = self.database.connect().await;
        for verdict in verify::verify(&mut connection, &|_| {})
            .await
            .unwrap_or_else(|error| panic!("{error:?}"))
        {
            let found: Vec<_> = verdict
                .findings
                .iter()
                .map(|finding| (&finding.place, &finding.expected, &finding.found))
                .collect();
            assert!(found.is_empty(), "{}: {found:?}", verdict.promise);
        }
    }
}

fn person(id: u128) -> Uuid {
    Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0000 + id)
}

fn operation(change: Value) -> Value {
    static NEXT: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1);
    let sequence = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let version = if change["sheet"]["state"] == "COMPLETE" { 1 } else { 0 };
    json!({ "operationId": Uuid::now_v7(), "deviceSeq": sequence.to_string(), "base": { "version": version }, "change": change })
}

fn caller(id: u128, role: Role, area: &str) -> Caller {
    let assignment = Assignment {
        role,
        area: area.parse().unwrap(),
        from: "2022-10-01".parse().unwrap(),
        until: None,
        order_number: "7/2565".to_owned(),
        capacity: String::new(),
    };
    Caller {
        person: person(id),
        name: format!("คน{id}"),
        position: String::new(),
        device: None,
        typed_lately: true,
        assignments: vec![assignment],
    }
}

fn officer(district: &str) -> Caller {
    caller(1, Role::CdOfficer, district)
}

fn member(id: u128) -> Caller {
    caller(id, Role::CommitteeMember, "2706")
}

fn department() -> Caller {
    caller(DEPARTMENT, Role::DepartmentOfficer, "TH")
}

#[tokio::test]
async fn a_confirmed_report_passes_the_checker_at_every_step() {
    let world = World::ready().await;
    world.verified().await;
    world.same_digest().await;
    world.confirm().await;
    world.verified().await;
    world.same_digest().await;
    let shown = "status timeliness totals { revenue confirmedRevenue rosterSize reported missing } confirmation { number revenue timeliness dueAt }
                 certificate { certified eligible certify object } signature { name mode signedOn orderNumber } electorate { name isChair } votes { choice }
                 history { index kind by }";
    insta::assert_json_snapshot!("confirmed", world.report(shown).await);
    assert_eq!(
        world.step(officer("2706"), "returnReport", json!({ "reason": "ยอดผิด" })).await,
        "RETURNED"
    );
    world.push(json!([world.cell(102, "FOOD", "0.25")])).await;
    world.verified().await;
    let report = world
        .report(
            "status totals { revenue confirmedRevenue } certificate { certified } signature { name } electorate { name } votes { name }",
        )
        .await;
    assert_eq!(report["totals"], json!({ "revenue": "1300.25", "confirmedRevenue": "1300.00" }));
    assert_eq!(
        (&report["certificate"], &report["signature"], &report["votes"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
}

#[tokio::test]
async fn a_committee_is_kept_by_its_district() {
    let world = World::new().await;
    assert_eq!(world.appoint(CHAIR, true).await["isChair"], true);
    assert_eq!(world.appoint(CHAIR, false).await, "INVALID", "a member already");
    assert_eq!(world.appoint(12, true).await, "INVALID", "one chair");
    assert_eq!(world.appoint(999, false).await, "NOT_FOUND", "no such person");
    let appointed = world.appoint(12, false).await;
    let dismissal = json!({ "id": appointed["id"], "until": "2023-01-31" });
    let dismiss = |who: Caller| world.act(who, "dismissMember", "DismissMemberInput", dismissal.clone(), "validUntil");
    assert_eq!(dismiss(officer("2701")).await, "NOT_FOUND");
    assert_eq!(dismiss(caller(2, Role::EntryOfficer, "2706")).await, "FORBIDDEN");
    assert_eq!(dismiss(officer("2706")).await["validUntil"], "2023-01-31");
    let held = "SELECT count(*) FROM assignment WHERE role = 'COMMITTEE_MEMBER' AND area = '2706' AND valid_until IS NULL";
    assert_eq!(world.database.value(held).await, "1");
    world.verified().await;
}

#[tokio::test]
async fn without_a_committee_nothing_is_submitted() {
    let world = World::new().await;
    world
        .push(json!([world.sheet(101, "NO_SALES"), world.sheet(102, "NO_SALES")]))
        .await;
    assert_eq!(world.step(officer("2706"), "submitReport", json!({})).await, "COMMITTEE_MISSING");
    assert_eq!(world.report("status").await["status"], "DRAFT");
}

#[tokio::test]
async fn a_month_opens_for_every_district_once() {
    let world = World::new().await;
    let counted = "SELECT count(*) || ' ' || (SELECT count(*) FROM event WHERE kind = 'OPENED') FROM report WHERE month = '2023-02-01'";
    let (one, other) = tokio::join!(world.open(), world.open());
    one.and(other).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(world.database.value(counted).await, "878 878", "two nodes, one opening");
    world.database.at("2023-03-06T00:00").await;
    world.open().await.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(
        world.database.value("SELECT count(*) FROM report").await,
        "878",
        "between close and opening nothing is due"
    );
    world.verified().await;
}

#[tokio::test]
async fn a_submission_and_an_edit_at_the_same_instant() {
    for _ in 0..5 {
        let world = World::ready().await;
        let cell = operation(
            json!({ "cell": { "producerId": person(101), "month": "2023-02", "category": "TEXTILE", "channel": "FAIR", "amount": "7" } }),
        );
        let (submitted, edited) = tokio::join!(
            world.step(officer("2706"), "submitReport", json!({})),
            world.try_push(json!([cell]))
        );
        match (submitted.as_str().unwrap(), edited[0]["outcome"].as_str().unwrap()) {
            ("SUBMITTED", "REJECTED") | ("STALE_DIGEST", "APPLIED") => {}
            other => panic!("{other:?}"),
        }
        world.verified().await;
    }
}

#[tokio::test]
async fn votes_at_the_same_instant_decide_once() {
    let world = World::ready().await;
    world.step(officer("2706"), "submitReport", json!({})).await;
    let vote = |id| world.step(member(id), "voteReport", json!({ "choice": "CERTIFY" }));
    let (one, two, three) = tokio::join!(vote(CHAIR), vote(12), vote(13));
    let mut answers: Vec<String> = [one, two, three].iter().map(|answer| answer.as_str().unwrap().to_owned()).collect();
    answers.sort();
    assert_eq!(answers, ["CERTIFIED", "SUBMITTED", "VOTE_CLOSED"]);
    assert_eq!(world.database.value("SELECT for_votes FROM certificate").await, "2");
    world.verified().await;
}

#[tokio::test]
async fn the_chair_closes_by_the_quorum_of_the_submission() {
    let world = World::ready().await;
    world.step(officer("2706"), "submitReport", json!({})).await;
    world.database.run("UPDATE committee_rule SET quorum_divisor = 1").await;
    world.appoint(14, false).await;
    world.step(member(12), "voteReport", json!({ "choice": "CERTIFY" })).await;
    assert_eq!(world.step(member(CHAIR), "closeVote", json!({})).await, "INVALID", "one of two");
    assert_eq!(world.step(member(12), "closeVote", json!({})).await, "FORBIDDEN", "not the chair");
    let objection = json!({ "choice": "OBJECT", "reason": "ขอดูหลักฐาน" });
    assert_eq!(world.step(member(CHAIR), "voteReport", objection).await, "SUBMITTED");
    assert_eq!(
        world.step(member(CHAIR), "closeVote", json!({})).await,
        "RETURNED",
        "on a tie the chair's own vote decides"
    );
    let last = &world.report("history { kind reason }").await["history"];
    assert_eq!(
        last.as_array().unwrap().last().unwrap(),
        &json!({ "kind": "OBJECTED", "reason": "ขอดูหลักฐาน" })
    );
    world.verified().await;
}

#[tokio::test]
async fn an_exception_opens_one_district_and_returns_its_locked_report() {
    let world = World::ready().await;
    world.confirm().await;
    world.database.at("2023-03-07T00:00").await;
    assert_eq!(
        world.step(officer("2706"), "returnReport", json!({ "reason": "ยอดผิด" })).await,
        "MONTH_CLOSED"
    );
    assert_eq!(
        world
            .act(
                officer("2706"),
                "grantException",
                "GrantExceptionInput",
                json!({ "district": "2706", "month": "2023-02", "until": "2023-03-08T10:00:00Z", "reason": "x", "reopen": true }),
                "id"
            )
            .await,
        "NOT_FOUND"
    );
    assert_eq!(world.except("9999", false).await, "NOT_FOUND");
    assert_eq!(world.except("2706", true).await["reopen"], true);
    assert_eq!(world.report("status").await["status"], "RETURNED");
    world.push(json!([world.cell(102, "FOOD", "0.25")])).await;
    world.database.at("2023-03-08T17:00").await;
    assert_eq!(
        world.step(officer("2706"), "submitReport", json!({})).await,
        "MONTH_CLOSED",
        "it ended"
    );
    world.verified().await;
}

#[tokio::test]
async fn a_moved_month_is_judged_by_its_own_instants() {
    let world = World::ready().await;
    world.database.at("2023-03-06T00:00").await;
    assert_eq!(world.step(officer("2706"), "submitReport", json!({})).await, "MONTH_CLOSED");
    let shown = "month closesAt overridden";
    let moved = |who: Caller, closes_at: &str| {
        let input = json!({ "month": "2023-02", "closesAt": closes_at, "reason": "ระบบล่ม" });
        let world = &world;
        async move { world.act(who, "overrideCalendar", "OverrideCalendarInput", input, shown).await }
    };
    assert_eq!(moved(officer("2706"), "2023-03-08T00:00:00+07:00").await, "NOT_FOUND");
    assert_eq!(
        moved(department(), "2023-03-01T00:00:00+07:00").await,
        "INVALID",
        "before it is due"
    );
    assert_eq!(moved(department(), "2023-03-08T00:00:00+07:00").await["overridden"], true);
    assert_eq!(world.step(officer("2706"), "submitReport", json!({})).await, "SUBMITTED");
    world.database.at("2023-03-07T12:00").await;
    assert_eq!(
        moved(department(), "2023-03-06T12:00:00+07:00").await,
        "INVALID",
        "it was open since by right"
    );
    world.verified().await;
}

#[tokio::test]
async fn moving_a_month_to_come_opens_no_report() {
    let world = World::ready().await;
    let input = json!({ "month": "2023-05", "closesAt": "2023-06-08T00:00:00+07:00", "reason": "วันหยุด" });
    let moved = world
        .act(department(), "overrideCalendar", "OverrideCalendarInput", input, "overridden")
        .await;
    assert_eq!(moved["overridden"], true);
    assert_eq!(
        world.database.value("SELECT count(*) FROM report WHERE month = '2023-05-01'").await,
        "0"
    );
}

#[tokio::test]
async fn a_consolidation_adds_up_what_was_confirmed() {
    let world = World::ready().await;
    assert_eq!(world.consolidate().await, "WRONG_STATUS", "the month is open");
    world.confirm().await;
    world.database.at("2023-03-06T00:00").await;
    let first = world.consolidate().await;
    assert_eq!(
        (&first["number"], &first["official"], &first["information"]),
        (&json!(1), &json!("1300.00"), &json!("1300.00"))
    );
    assert_eq!(
        line(&first, "2706"),
        json!({ "district": "2706", "status": "CONFIRMED", "confirmed": "1300.00", "unconfirmed": null,
        "timeliness": "ON_TIME", "difference": null })
    );
    assert_eq!(
        line(&first, "2701"),
        json!({ "district": "2701", "status": "DRAFT", "confirmed": null, "unconfirmed": null,
        "timeliness": "NOT_CONFIRMED", "difference": null })
    );
    world.except("2706", true).await;
    world.push(json!([world.cell(102, "FOOD", "0.25")])).await;
    let open = world.consolidate().await;
    assert_eq!(
        (&open["number"], &open["official"], &open["information"]),
        (&json!(2), &json!("1300.00"), &json!("1300.25"))
    );
    assert_eq!(line(&open, "2706")["difference"], "0.00", "an open correction drops nobody");
    assert_eq!(line(&open, "2706")["unconfirmed"], "1300.25");
    world.verified().await;
}

fn line(consolidation: &Value, district: &str) -> Value {
    let lines = consolidation["districts"].as_array().unwrap();
    lines.iter().find(|line| line["district"] == district).unwrap().clone()
}

#[tokio::test]
async fn who_sees_a_report() {
    let world = World::ready().await;
    let sees = |who: Caller, district: &'static str| {
        let document = format!("{{ report(district: \"{district}\", month: \"2023-02\") {{ status }} }}");
        let world = &world;
        async move { world.ask(who, &document, json!({})).await["data"]["report"]["status"].clone() }
    };
    assert_eq!(sees(officer("2706"), "2706").await, "DRAFT");
    assert_eq!(sees(officer("2701"), "2706").await, Value::Null);
    assert_eq!(sees(department(), "9999").await, Value::Null);
    assert_eq!(sees(department(), "27").await, Value::Null);
    assert_eq!(
        sees(member(CHAIR), "2706").await,
        Value::Null,
        "the committee sees it from its submission on"
    );
    let viewer = || caller(2, Role::Viewer, "TH");
    assert_eq!(sees(viewer(), "2706").await, "DRAFT");
    world.step(officer("2706"), "submitReport", json!({})).await;
    assert_eq!(sees(member(CHAIR), "2706").await, "SUBMITTED");
    let sheets = world
        .ask(
            viewer(),
            "{ report(district: \"2706\", month: \"2023-02\") { sheets { id } } }",
            json!({}),
        )
        .await;
    assert_eq!(sheets["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(
        world.step(member(14), "voteReport", json!({ "choice": "CERTIFY" })).await,
        "FORBIDDEN",
        "not of the electorate"
    );
}

#[tokio::test]
async fn a_draft_is_not_read_by_two_half_rights() {
    let world = World::ready().await;
    let mut who = member(CHAIR);
    who.assignments.extend(caller(2, Role::Viewer, "27").assignments);
    let draft = "{ report(district: \"2706\", month: \"2023-02\") { sheets { id } } }";
    let answer = world.ask(who.clone(), draft, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let producer = person(101);
    let sheets = format!(
        "{{ producer(id: \"{producer}\") {{ sheets(from: \"2023-02\", to: \"2023-02\") {{ id }} rollup(period: {{ month: \"2023-02\" }}) {{ revenue }} }} }}"
    );
    let answer = world.ask(who, &sheets, json!({})).await;
    assert_eq!(answer["data"]["producer"], json!({ "sheets": [], "rollup": { "revenue": "0.00" } }));
}

#[tokio::test]
async fn a_viewer_reads_states_and_no_words() {
    let world = World::ready().await;
    world.step(officer("2706"), "submitReport", json!({ "remark": "ยอดครบ" })).await;
    let document = "{ report(district: \"2706\", month: \"2023-02\") { status remark submittedBy } }";
    let seen = async |who: Caller| world.ask(who, document, json!({})).await["data"]["report"].clone();
    let (viewer, member) = (seen(caller(2, Role::Viewer, "TH")).await, seen(member(CHAIR)).await);
    assert_eq!(viewer, json!({ "status": "SUBMITTED", "remark": null, "submittedBy": null }));
    assert_eq!(member, json!({ "status": "SUBMITTED", "remark": "ยอดครบ", "submittedBy": "คน1" }));
}

#[tokio::test]
async fn refusals_come_in_their_order() {
    let world = World::ready().await;
    let submit = |digest: &'static str| {
        let input = json!({ "report": "2706:2023-02", "digest": digest });
        let world = &world;
        async move {
            world
                .act(officer("2706"), "submitReport", "SubmitReportInput", input, "status")
                .await
        }
    };
    let foreign = json!({ "report": "2706:2023-02", "digest": "x" });
    assert_eq!(
        world
            .act(officer("2701"), "submitReport", "SubmitReportInput", foreign, "status")
            .await,
        "NOT_FOUND"
    );
    world.database.at("2023-02-27T23:59:59.999").await;
    assert_eq!(submit("stale").await, "MONTH_NOT_OPEN", "window before digest");
    world.database.at("2023-02-28T00:00").await;
    assert_eq!(submit("stale").await, "STALE_DIGEST");
    world.confirm().await;
    assert_eq!(submit("stale").await, "STALE_DIGEST", "digest before status");
    assert_eq!(world.step(officer("2706"), "submitReport", json!({})).await, "WRONG_STATUS");
    assert_eq!(
        world.step(officer("2706"), "returnReport", json!({ "reason": " " })).await,
        "INVALID"
    );
    assert_eq!(
        world.step(member(13), "voteReport", json!({ "choice": "OBJECT" })).await,
        "VOTE_CLOSED",
        "status before value"
    );
}
