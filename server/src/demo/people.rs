//! Officers, committees and their accounts: in every district two recorders, the CD officer and a committee of five.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::chance::Dice;
use super::places::{District, Province};
use super::producers::REGISTERED;
use super::words;

/// Everybody of a demonstration, as rows.
#[derive(Debug, Default)]
pub struct People {
    /// Rows of `person`.
    pub persons: Vec<Person>,
    /// Accounts, without the password.
    pub accounts: Vec<Account>,
    /// Rows of `assignment`.
    pub assignments: Vec<Assignment>,
    /// Rows of `committee_member`.
    pub members: Vec<Member>,
}

/// A row of `person`.
#[derive(Debug, Serialize)]
pub struct Person {
    id: Uuid,
    name: String,
    position: String,
}

/// An account.
#[derive(Debug)]
pub struct Account {
    /// What is typed to sign in.
    pub username: String,
    /// Whose.
    pub person_id: Uuid,
    /// The unit that keeps it.
    pub area: String,
}

/// A row of `assignment`.
#[derive(Debug, Serialize)]
pub struct Assignment {
    id: Uuid,
    person_id: Uuid,
    role: &'static str,
    area: String,
    order_number: String,
    valid_from: NaiveDate,
}

/// A row of `committee_member`.
#[derive(Debug, Serialize)]
pub struct Member {
    id: Uuid,
    district: String,
    person_id: Uuid,
    appointment_order: String,
    is_chair: bool,
    is_secretary: bool,
    valid_from: NaiveDate,
}

/// The five seats of a district committee; the first chairs, the second keeps the minutes.
const SEATS: [&str; 5] = [
    "ประธานกรรมการ นตผ. อำเภอ",
    "กรรมการและเลขานุการ นตผ. อำเภอ",
    "กรรมการ นตผ. อำเภอ ผู้แทนส่วนราชการ",
    "กรรมการ นตผ. อำเภอ ผู้แทนผู้ผลิต",
    "กรรมการ นตผ. อำเภอ ผู้ทรงคุณวุฒิ",
];

/// Everybody who works in these places, and the nation's two.
#[must_use]
pub fn of(provinces: &[Province], districts: &[District]) -> People {
    let mut people = People::default();
    people.add(
        "department",
        "DEPARTMENT_OFFICER",
        "TH",
        "นักวิชาการพัฒนาชุมชน กรมการพัฒนาชุมชน".to_owned(),
    );
    people.add("viewer", "VIEWER", "TH", "ผู้ดูข้อมูลภาพรวม".to_owned());
    for (code, name) in provinces {
        people.add(
            &format!("province.{code}"),
            "PROVINCE_OFFICER",
            code,
            format!("เจ้าหน้าที่สำนักงานพัฒนาชุมชนจังหวัด{name}"),
        );
    }
    for district in districts {
        people.add_office(district);
        people.add_committee(district);
    }
    people
}

impl People {
    fn add_office(&mut self, district: &District) {
        let District { code, name, .. } = district;
        for account in ["entry", "entry2"] {
            let position = format!("เจ้าหน้าที่บันทึกข้อมูล สำนักงานพัฒนาชุมชนอำเภอ{name}");
            self.add(&format!("{account}.{code}"), "ENTRY_OFFICER", code, position);
        }
        self.add(&format!("officer.{code}"), "CD_OFFICER", code, format!("พัฒนาการอำเภอ{name}"));
    }

    fn add_committee(&mut self, district: &District) {
        for (index, seat) in SEATS.iter().enumerate() {
            let username = format!("member{}.{}", index + 1, district.code);
            let person_id = self.add(&username, "COMMITTEE_MEMBER", &district.code, format!("{seat}{}", district.name));
            self.members.push(Member {
                id: id(&username, 2),
                district: district.code.clone(),
                person_id,
                appointment_order: format!("คำสั่งอำเภอ{} ที่ 1/2565", district.name),
                is_chair: index == 0,
                is_secretary: index == 1,
                valid_from: first_day(),
            });
        }
    }

    fn add(&mut self, username: &str, role: &'static str, area: &str, position: String) -> Uuid {
        let person_id = id(username, 0);
        self.persons.push(Person {
            id: person_id,
            name: name(&mut of_account(username)),
            position,
        });
        self.accounts.push(Account {
            username: username.to_owned(),
            person_id,
            area: area.to_owned(),
        });
        self.assignments.push(Assignment {
            id: id(username, 1),
            person_id,
            role,
            area: area.to_owned(),
            order_number: "1/2565".to_owned(),
            valid_from: first_day(),
        });
        person_id
    }
}

/// An invented name with its form of address.
#[must_use]
pub fn name(dice: &mut Dice) -> String {
    let title = dice.weighed(&words::TITLES);
    let given = if title == "นาย" {
        dice.pick(&words::MEN)
    } else {
        dice.pick(&words::WOMEN)
    };
    format!("{title}{given} {}", dice.pick(&words::FAMILIES))
}

/// The first day of fiscal year 2565: everybody is there from the first month on.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 10, 1).unwrap_or_default()
}

/// The dice of an account; its name is what it is drawn from.
fn of_account(username: &str) -> Dice {
    Dice::of(&username.bytes().map(u64::from).collect::<Vec<_>>())
}

fn id(username: &str, purpose: u64) -> Uuid {
    let mut dice = of_account(username);
    (0..purpose).for_each(|_| _ = dice.uuid(0));
    dice.uuid(REGISTERED)
}
