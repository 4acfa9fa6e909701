//! The independent checker: own SQL over figures, operations, feed and audit, none of the code that writes them.
//!
//! A file a check; each returns what is wrong as rows: what, where, what it should be, what it is. `roster.sql`,
//! `figure.sql`, `canonical.sql` and `estimated.sql` are the steps they share. `audit/` checks a file of chains, without a database.

mod audit;
mod digest;

use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use serde::Serialize;

pub use audit::{Audited, audit};
pub use digest::{canonical_bytes, estimate_bytes};

use crate::error::Result;
use crate::file::{self, Files};

/// Something that is not as promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, QueryableByName)]
pub struct Finding {
    /// Which kind of thing, e.g. `cell`.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// Which one, by its key.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// What its neighbours say it should be.
    #[diesel(sql_type = Text)]
    pub expected: String,
    /// What it is.
    #[diesel(sql_type = Text)]
    pub found: String,
}

/// One promise and what was found against it.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The promise's number, `I1` to `I7`; `I9` for files.
    pub promise: &'static str,
    /// What is promised, in Thai.
    pub thai: &'static str,
    /// What is promised, in English.
    pub english: &'static str,
    /// Everything that breaks it; empty is good.
    pub findings: Vec<Finding>,
}

struct Check {
    promise: &'static str,
    thai: &'static str,
    english: &'static str,
    statement: &'static str,
}

const CHECKS: [Check; 18] = [
    Check {
        promise: "I1",
        thai: "ทุกรายการที่ตอบรับแล้วอยู่ในทะเบียน",
        english: "what was applied stands in the ledger",
        statement: include_str!("i1_ledger.sql"),
    },
    Check {
        promise: "I1",
        thai: "ข้อมูลที่ขัดกันหรือไม่รับถูกเก็บไว้ครบ",
        english: "what conflicted or was refused is kept",
        statement: include_str!("i1_kept.sql"),
    },
    Check {
        promise: "I2",
        thai: "ลำดับรุ่นของตัวเลขต่อเนื่อง ไม่ขาด ไม่ซ้ำ",
        english: "versions of cells without gap or double",
        statement: include_str!("i2_cells.sql"),
    },
    Check {
        promise: "I2",
        thai: "ลำดับรุ่นของแบบ รต.๑ ต่อเนื่อง ไม่ขาด ไม่ซ้ำ",
        english: "versions of sheets without gap or double",
        statement: include_str!("i2_sheets.sql"),
    },
    Check {
        promise: "I2",
        thai: "ลำดับรุ่นของตัวเลขประมาณการต่อเนื่อง ไม่ขาด ไม่ซ้ำ",
        english: "versions of estimates' figures without gap or double",
        statement: include_str!("i2_estimates.sql"),
    },
    Check {
        promise: "I3",
        thai: "ยอดรวมปัจจุบันตรงกับตัวเลขทุกช่อง",
        english: "live rollups are the sums of cells",
        statement: concat!(
            "WITH ",
            include_str!("roster.sql"),
            ", ",
            include_str!("figure.sql"),
            include_str!("i3_live.sql")
        ),
    },
    Check {
        promise: "I3",
        thai: "ยอดรวมและความครบถ้วนของรายงานถูกต้อง",
        english: "report totals are those of cells, sheets, roster",
        statement: concat!(
            "WITH ",
            include_str!("roster.sql"),
            ", ",
            include_str!("figure.sql"),
            include_str!("i3_totals.sql")
        ),
    },
    Check {
        promise: "I3",
        thai: "ความครบถ้วนของหลักฐานถูกต้อง",
        english: "completeness of evidence is that of evidence and roster",
        statement: concat!("WITH ", include_str!("roster.sql"), include_str!("i3_evidence.sql")),
    },
    Check {
        promise: "I3",
        thai: "ยอดที่ยืนยันตรงกับฉบับที่ยืนยันล่าสุด",
        english: "confirmed rollups are those of the last version",
        statement: include_str!("i3_confirmed.sql"),
    },
    Check {
        promise: "I3",
        thai: "ยอดประมาณการตรงกับตัวเลขทุกงวด",
        english: "estimates and their revisions are the sums of their figures",
        statement: include_str!("i3_estimates.sql"),
    },
    Check {
        promise: "I4",
        thai: "รหัสตรวจสอบของรายงานที่ล็อกตรงกับข้อมูล",
        english: "digests are those of the canonical bytes now",
        statement: concat!(
            "WITH ",
            include_str!("roster.sql"),
            ", ",
            include_str!("figure.sql"),
            ", ",
            include_str!("canonical.sql"),
            include_str!("i4_digest.sql")
        ),
    },
    Check {
        promise: "I4",
        thai: "มติและเอกสารที่ลงทะเบียนรับตรงกับข้อมูล",
        english: "resolutions and received papers are of these figures",
        statement: include_str!("i4_papers.sql"),
    },
    Check {
        promise: "I4",
        thai: "รหัสตรวจสอบของประมาณการที่ล็อกตรงกับข้อมูล",
        english: "digests of locked estimates are those of their figures",
        statement: concat!("WITH ", include_str!("estimated.sql"), include_str!("i4_estimates.sql")),
    },
    Check {
        promise: "I4",
        thai: "ข้อมูลฐานและค่าเป้าหมายตรงกับที่กำหนดไว้",
        english: "bases and targets are as they were frozen and set",
        statement: include_str!("i4_year.sql"),
    },
    Check {
        promise: "I5",
        thai: "ห่วงโซ่ประวัติไม่ถูกแก้ไข",
        english: "the audit chain verifies",
        statement: include_str!("i5_chain.sql"),
    },
    Check {
        promise: "I5",
        thai: "ปลายห่วงโซ่ประวัติตรงกับที่แจ้งไว้",
        english: "chains end in the heads handed out",
        statement: include_str!("i5_heads.sql"),
    },
    Check {
        promise: "I5",
        thai: "ทุกรายการอยู่ในประวัติครั้งเดียว",
        english: "every applied change stands in one event",
        statement: include_str!("i5_operations.sql"),
    },
    Check {
        promise: "I7",
        thai: "ไม่มีตัวเลขเปลี่ยนขณะปิดระบบ",
        english: "no figure changed while its month was closed",
        statement: include_str!("i7_window.sql"),
    },
];

/// Holds the database against every promise, in one snapshot: it may be serving meanwhile. `told` hears what is checked.
///
/// # Errors
/// When the database fails.
pub async fn verify(connection: &mut AsyncPgConnection, told: &(dyn Fn(&'static str) + Sync)) -> Result<Vec<Verdict>> {
    connection
        .transaction(async |connection| {
            // Sorting a nation's figures for their digests wants more than the default.
            connection
                .batch_execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off",
                )
                .await?;
            verdicts(connection, told).await
        })
        .await
}

/// Every file that the database knows, held against the store with its bytes.
///
/// # Errors
/// When database or store fail.
pub async fn files(connection: &mut AsyncPgConnection, files: &Files) -> Result<Verdict> {
    let missing = file::without_file(connection, files).await?;
    let finding = |hash: otop_schema::FileHash| Finding {
        what: "file".to_owned(),
        place: hash.to_string(),
        expected: "its bytes".to_owned(),
        found: "none, or others".to_owned(),
    };
    Ok(Verdict {
        promise: "I9",
        thai: "แฟ้มหลักฐานทุกแฟ้มอยู่ครบและไม่ถูกแก้ไข",
        english: "every scan is there with its bytes",
        findings: missing.into_iter().map(finding).collect(),
    })
}

/// Every check in the transaction that is open.
///
/// # Errors
/// When the database fails.
pub async fn verdicts(connection: &mut AsyncPgConnection, told: &(dyn Fn(&'static str) + Sync)) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::with_capacity(CHECKS.len());
    for check in &CHECKS {
        told(check.english);
        verdicts.push(hold(connection, check).await?);
    }
    Ok(verdicts)
}

async fn hold(connection: &mut AsyncPgConnection, check: &Check) -> Result<Verdict> {
    let Check {
        promise,
        thai,
        english,
        statement,
    } = *check;
    let question = diesel::sql_query(statement);
    let findings = if statement.contains("$2") {
        // Without a district and month the canonical bytes are those of every locked report.
        question
            .bind::<Nullable<Text>, _>(None::<String>)
            .bind::<Nullable<Date>, _>(None::<chrono::NaiveDate>)
            .load(connection)
            .await?
    } else {
        question.load(connection).await?
    };
    Ok(Verdict {
        promise,
        thai,
        english,
        findings,
    })
}
