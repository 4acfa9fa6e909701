//! An installation from nothing: the first administrator by the command line, everybody else by who keeps the account, the register and
//! last year's totals from files.

use kit::client::{PASSWORD, http};
use kit::node::Node;
use kit::process::{bare, finish, program, server_command};
use kit::{Database, Person};
use otop_server::app::App;
use otop_server::database;
use otop_server::feed::Bell;
use serde_json::{Value, json};

use super::figures::{DISTRICTS, Line};

/// A district with who acts in it.
pub struct District {
    pub line: &'static Line,
    pub officer: Person,
    /// Keeps the minutes; the two other members have no account.
    pub secretary: Person,
    pub producers: [String; 2],
}

/// Sa Kaeo and the department.
pub struct Province {
    pub database: Database,
    _node: Node,
    /// Another node, which drafts at the close.
    pub app: App,
    pub department: Person,
    pub officer: Person,
    pub districts: Vec<District>,
}

impl Province {
    pub async fn founded() -> Self {
        let database = Database::migrated().await;
        database.at("2022-10-12T09:00").await;
        administrator(&database).await;
        import(&database, "producers", &register()).await;
        import(&database, "totals", &past()).await;
        let node = Node::start(&database).await;
        let department = node.as_("somsri").await;
        let officer = hire(&department, "province.27", "27", Some("PROVINCE_OFFICER")).await;
        let mut districts = Vec::new();
        for line in &DISTRICTS {
            districts.push(District::staffed(&database, &officer, line).await);
        }
        let pool = database::pool(&database.url(), 4).unwrap_or_else(|problem| panic!("{}", problem.english));
        let app = App::new(pool, Bell::local());
        Self {
            database,
            _node: node,
            app,
            department,
            officer,
            districts,
        }
    }

    /// The department freezes the base and sets the province's target, the province its districts'.
    pub async fn the_year_is_measured(&self) {
        let freeze =
            "mutation { freezeBase(input: { fiscalYear: 2566, reason: \"หนังสือกรมฯ\" }) { months(district: \"2703\") { amount source } } }";
        let frozen = self.department.ask(freeze).await["freezeBase"]["months"].clone();
        assert_eq!(frozen[11], json!({ "amount": "300000.00", "source": "IMPORTED" }));
        for round in [1, 2] {
            set_targets(&self.department, round, &["TH", "27"]).await;
            set_targets(&self.officer, round, &DISTRICTS.each_ref().map(|line| line.district)).await;
        }
    }
}

async fn set_targets(person: &Person, round: i32, areas: &[&str]) {
    let target = |area: &&str| json!({ "area": area, "percent": "6.00", "thresholds": ["2", "4", "6", "8", "10"] });
    let targets: Vec<Value> = areas.iter().map(target).collect();
    let input = json!({ "fiscalYear": 2566, "round": round, "targets": targets, "reason": "มติที่ประชุม" });
    let document = "mutation ($input: SetTargetsInput!) { setTargets(input: $input) { parts { warning } } }";
    person.ask_with(document, json!({ "input": input })).await.data();
}

impl District {
    async fn staffed(database: &Database, province: &Person, line: &'static Line) -> Self {
        let code = line.district;
        let officer = hire(province, &format!("officer.{code}"), code, Some("CD_OFFICER")).await;
        let secretary = format!("secretary.{code}");
        let secretary = hire(&officer, &secretary, code, None).await;
        let known = format!("SELECT person_id FROM account WHERE username = 'secretary.{code}'");
        appoint(
            &officer,
            code,
            json!({ "personId": database.value(&known).await, "isChair": false, "isSecretary": true }),
        )
        .await;
        for (name, is_chair) in [("นายประเสริฐ ประธาน", true), ("นางมาลี กรรมการ", false)]
        {
            appoint(
                &officer,
                code,
                json!({ "person": { "name": name }, "isChair": is_chair, "isSecretary": false }),
            )
            .await;
        }
        let producers = format!("SELECT id FROM producer WHERE registration_number LIKE '{code}-%' ORDER BY registration_number");
        let producers = database.column(&producers).await.try_into().expect("two producers");
        Self {
            line,
            officer,
            secretary,
            producers,
        }
    }
}

async fn appoint(officer: &Person, district: &str, member: Value) {
    let mut input = json!({ "district": district, "appointmentOrder": "คำสั่งอำเภอ ที่ 1/2565", "from": "2022-10-01" });
    for (name, value) in member.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let document = "mutation ($input: AppointMemberInput!) { appointMember(input: $input) { id } }";
    officer.ask_with(document, json!({ "input": input })).await.data();
}

/// An account with a password handed over and changed by its owner; the committee's role comes with the appointment.
async fn hire(keeper: &Person, username: &str, area: &str, role: Option<&str>) -> Person {
    let document = "mutation ($input: CreateAccountInput!) { createAccount(input: $input) { oneTimePassword } }";
    let input = json!({ "username": username, "name": format!("ผู้ใช้ {username}"), "area": area });
    let made = keeper.ask_with(document, json!({ "input": input })).await["createAccount"].clone();
    if let Some(role) = role {
        let document = "mutation ($input: AssignRoleInput!) { assignRole(input: $input) { username } }";
        let input = json!({ "username": username, "role": role, "area": area, "from": "2022-10-01", "orderNumber": "1/2565" });
        keeper.ask_with(document, json!({ "input": input })).await.data();
    }
    let change = json!({ "username": username, "current": made["oneTimePassword"], "new": PASSWORD });
    let request = http()
        .post(format!("{}/auth/password", keeper.server))
        .header("content-type", "application/json");
    let changed = request.body(change.to_string()).send().await.expect("the server answers");
    assert_eq!(changed.status().as_u16(), 200, "{username}");
    Person::sign_in(&keeper.server, username).await
}

async fn administrator(database: &Database) {
    let mut shell = bare("bash");
    shell.arg("-c").arg(format!(
        "printf '%s\\n' '{PASSWORD}' | '{}' account create-administrator somsri --name 'นางสมศรี ใจดี' --order-number 12/2565 --password-stdin",
        program("otop-server").display()
    ));
    shell.env("DATABASE_URL", database.url());
    let made = finish(shell).await;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

async fn import(database: &Database, kind: &str, content: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.csv");
    std::fs::write(&file, content).expect("written");
    let file = file.to_str().expect("UTF-8");
    let done = server_command(database, &["import", kind, file, "--commit", "--all-or-nothing"]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

/// The register: two producers a district.
fn register() -> String {
    let rows = DISTRICTS.iter().flat_map(|line| {
        let code = line.district;
        [
            format!("{code}-1,กลุ่มอาชีพ {code},COMMUNITY_GROUP,{code}01,2022-10,FOOD:กล้วยตาก\n"),
            format!("{code}-2,ร้านผ้า {code},SINGLE_OWNER,{code}01,2022-10,TEXTILE:ผ้าไหม\n"),
        ]
    });
    rows.fold(
        "registration_number,name,kind,subdistrict,active_from,products\n".to_owned(),
        |text, row| text + &row,
    )
}

/// Fiscal year 2565, from the department's report of that year.
fn past() -> String {
    let months = super::figures::MONTHS.map(|month| {
        let (year, number) = month.split_once('-').expect("a month");
        format!("{}-{number}", year.parse::<i32>().expect("a year") - 1)
    });
    let rows = DISTRICTS
        .iter()
        .flat_map(|line| months.iter().map(|month| format!("{},{month},{}\n", line.district, line.base)));
    rows.fold("district,month,amount\n".to_owned(), |text, row| text + &row)
}
