//! Two entry officers of 2706, a producer there and one in 2701, on 27 February 2566; and edits as they send them.

use chrono::NaiveDate;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use kit::Database;
use otop_schema::{Amount, Assignment, Base, Category, Change, Month, OperationOutcome, Role, SheetState};
use otop_server::identity::Caller;
use otop_server::sheet::{Operation, Recorded, record};
use uuid::Uuid;

pub use OperationOutcome::{Applied, Blocked, Conflict, Held, Noop, Rejected};

pub const PRODUCER: Uuid = Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0001);
pub const OTHER_DISTRICT: Uuid = Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0002);

/// Two entry officers of 2706, a producer there and one in 2701, on 27 February 2566.
pub struct World {
    pub database: Database,
    pub connection: AsyncPgConnection,
    sent: i64,
}

/// One of the two.
#[derive(Clone, Copy)]
pub enum Who {
    Malee,
    Somchai,
}

impl Who {
    fn caller(self) -> Caller {
        match self {
            Self::Malee => officer(1, "มาลี"),
            Self::Somchai => officer(2, "สมชาย"),
        }
    }
}

impl World {
    pub async fn new() -> Self {
        let database = Database::migrated().await;
        database.at("2023-02-27T09:00").await;
        for (id, name) in [(1, "มาลี"), (2, "สมชาย")] {
            database
                .run(&format!(
                    "INSERT INTO person (id, name) VALUES ('{}', '{name}')",
                    Uuid::from_u128(id)
                ))
                .await;
        }
        for (id, district, subdistrict) in [(PRODUCER, "2706", "270601"), (OTHER_DISTRICT, "2701", "270101")] {
            database
                .run(&format!(
                    "INSERT INTO producer (id, district, name, active_from) VALUES ('{id}', '{district}', 'กลุ่มทอผ้า', '2022-10-01');
                     INSERT INTO producer_attribute (producer_id, from_month, kind, subdistrict)
                         VALUES ('{id}', '2022-10-01', 'SME', '{subdistrict}')"
                ))
                .await;
        }
        let connection = database.connect().await;
        Self {
            database,
            connection,
            sent: 0,
        }
    }

    pub fn operation(&mut self, base: Base, change: Change) -> Operation {
        self.sent += 1;
        Operation {
            id: Uuid::now_v7(),
            device_seq: self.sent,
            base,
            change,
            resolves: None,
            supersedes: None,
            recorded_at: None,
            waits: true,
            unfit: None,
            adoption: None,
        }
    }

    pub async fn send(&mut self, who: Who, operations: &[Operation]) -> Recorded {
        let caller = who.caller();
        let recorded = self
            .connection
            .transaction(async |connection| record(connection, &caller, Uuid::from_u128(99), operations).await)
            .await;
        recorded.unwrap_or_else(|error| panic!("{error:?}"))
    }

    pub async fn outcomes(&mut self, who: Who, operations: &[Operation]) -> Vec<OperationOutcome> {
        self.send(who, operations)
            .await
            .answers
            .iter()
            .map(|answer| answer.outcome)
            .collect()
    }

    pub async fn value(&self, query: &str) -> String {
        self.database.value(query).await
    }

    /// Malee says 100, Somchai 200.
    pub async fn disagreement(&mut self) -> Uuid {
        let hers = self.operation(Base::Version(0), cell("100"));
        let his = self.operation(Base::Version(0), cell("200"));
        assert_eq!(self.outcomes(Who::Malee, &[hers]).await, [Applied]);
        assert_eq!(self.outcomes(Who::Somchai, &[his]).await, [Conflict]);
        self.conflict().await
    }

    /// The only conflict there is.
    pub async fn conflict(&self) -> Uuid {
        self.value("SELECT id FROM conflict").await.parse().unwrap()
    }

    pub async fn open_conflicts(&self) -> String {
        self.value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL").await
    }

    pub async fn held(&self) -> String {
        self.value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL").await
    }
}

fn officer(id: u128, name: &str) -> Caller {
    Caller {
        person: Uuid::from_u128(id),
        name: name.to_owned(),
        position: String::new(),
        device: None,
        typed_lately: true,
        assignments: vec![Assignment {
            role: Role::EntryOfficer,
            area: "2706".parse().unwrap(),
            from: NaiveDate::from_ymd_opt(2022, 10, 1).unwrap(),
            until: None,
            order_number: String::new(),
            capacity: String::new(),
        }],
    }
}

pub fn february() -> Month {
    Month::new(2023, 2).unwrap()
}

pub fn cell(amount: &str) -> Change {
    cell_of(PRODUCER, february(), Some(amount))
}

pub fn cell_of(producer: Uuid, month: Month, amount: Option<&str>) -> Change {
    let amount = amount.map(|amount| Amount::parse(amount).unwrap());
    Change::Cell {
        producer,
        month,
        category: Category::Textile,
        channel: "SHOP".to_owned(),
        amount,
        note: None,
    }
}

pub fn sheet(state: SheetState, reason: Option<&str>) -> Change {
    Change::Sheet {
        producer: PRODUCER,
        month: february(),
        state,
        reason: reason.map(str::to_owned),
        given_by: None,
        given_on: None,
        note: None,
        copied: false,
    }
}

/// Closes a conflict or a refusal without a change.
pub fn discard(conflict: Option<Uuid>, operation: Option<Uuid>) -> Change {
    let reason = "ตรวจกับใบเสร็จแล้ว".to_owned();
    Change::Discard {
        conflict,
        operation,
        reason,
    }
}

/// The code of the first answer's refusal.
pub fn code(recorded: &Recorded) -> Option<&str> {
    recorded.answers[0].refusal.as_ref().map(|refusal| refusal.code.as_str())
}
