//! Every "no" the system can say: a stable code for programs, a sentence for people.

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, InputType, InputValueError, OutputType, Positioned, ServerResult, SimpleObject, Value};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Why something was refused. Programs match this code; people read the message.
    RefusalCode {
        /// Person: sign in again. Program: refresh the token once, then ask for sign-in; keep the work.
        Unauthenticated = "UNAUTHENTICATED", "ยังไม่ได้เข้าสู่ระบบ";
        /// Person: type the password again. Program: `POST /auth/reauthenticate`, then the same once more with the new token.
        ReauthenticationRequired = "REAUTHENTICATION_REQUIRED", "ต้องใส่รหัสผ่านอีกครั้ง";
        /// Person: check the code or ask for the assignment. Program: do not retry; unknown and foreign ids answer alike.
        NotFound = "NOT_FOUND", "ไม่พบข้อมูล";
        /// Person: ask someone with the role. Program: do not retry with this caller.
        Forbidden = "FORBIDDEN", "ไม่มีสิทธิ์ดำเนินการ";
        /// Person: correct the value named by `field`. Program: show `field` and `rule`; do not retry unchanged.
        Invalid = "INVALID", "ข้อมูลไม่ถูกต้อง";
        /// Person: ask for an exception, or wait for `opensAt`. Program: keep the work and send it again when it opens.
        MonthClosed = "MONTH_CLOSED", "ปิดระบบแล้ว";
        /// Person: wait until `opensAt`. Program: keep the work and send it again at `opensAt`.
        MonthNotOpen = "MONTH_NOT_OPEN", "ยังไม่เปิดระบบ";
        /// Person: tell the department that the fiscal year has no calendar. Program: keep the work, ask again later.
        CalendarMissing = "CALENDAR_MISSING", "ยังไม่ได้กำหนดปฏิทิน";
        /// Person: have the report returned first. Program: keep the work for a person to decide; do not retry.
        ReportLocked = "REPORT_LOCKED", "รายงานถูกล็อกแล้ว";
        /// Person: look at the figures again, they changed. Program: read the report again, show it, ask again.
        StaleDigest = "STALE_DIGEST", "ข้อมูลเปลี่ยนแปลงแล้ว";
        /// Person: see which step comes next. Program: read the report again; do not retry.
        WrongStatus = "WRONG_STATUS", "สถานะรายงานไม่ถูกต้อง";
        /// Person: voting has ended, nothing to do. Program: read the report again; do not retry.
        VoteClosed = "VOTE_CLOSED", "ปิดการลงมติแล้ว";
        /// Person: obtain the sheets of the producers named. Program: list `Report.missing`; do not retry unchanged.
        RosterIncomplete = "ROSTER_INCOMPLETE", "เก็บข้อมูลไม่ครบ";
        /// Person: appoint the committee first. Program: lead to the committee's page; do not retry unchanged.
        CommitteeMissing = "COMMITTEE_MISSING", "ยังไม่มีคณะกรรมการ";
        /// Person: nothing to correct, the program erred. Program: an id names one payload for ever; make a new id.
        OperationReused = "OPERATION_REUSED", "รหัสรายการซ้ำ";
        /// Person: nothing to correct. Program: halve the batch and send it again.
        BatchTooLarge = "BATCH_TOO_LARGE", "ชุดข้อมูลใหญ่เกินไป";
        /// Person: ask for less at once. Program: ask for fewer fields or smaller pages; do not retry unchanged.
        QueryTooCostly = "QUERY_TOO_COSTLY", "คำขอใหญ่เกินไป";
        /// Person: wait a moment. Program: wait as `Retry-After` says, then retry.
        RateLimited = "RATE_LIMITED", "เรียกใช้ถี่เกินไป";
        /// Person: wait a moment. Program: retry with back-off; nothing was changed.
        Unavailable = "UNAVAILABLE", "ระบบไม่พร้อมให้บริการชั่วคราว";
        /// Person: report the correlation id. Program: retry with back-off, isolate what fails again.
        Internal = "INTERNAL", "ระบบขัดข้อง";
    }
}

/// A refusal: nothing was changed, and this is why. Without `Display`, so that it never turns into text by accident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// What programs match.
    pub code: RefusalCode,
    /// The input field that is wrong, by its name in the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule that said no, as a short stable word such as `two-decimals`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// For people: a Thai sentence, then ` / ` and an English one.
    pub message: String,
    /// When it would be possible, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<DateTime<Utc>>,
}

impl Refusal {
    /// A refusal with its sentence: Thai, ` / `, English.
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Refusal {
        Refusal {
            code,
            field: None,
            rule: None,
            message: message.into(),
            opens_at: None,
        }
    }

    /// Names the input field that is wrong.
    pub fn field(mut self, field: impl Into<String>) -> Refusal {
        self.field = Some(field.into());
        self
    }

    /// Names the rule that said no.
    pub fn rule(mut self, rule: impl Into<String>) -> Refusal {
        self.rule = Some(rule.into());
        self
    }

    /// Says when it would be possible.
    pub fn opens_at(mut self, instant: impl Into<Option<DateTime<Utc>>>) -> Refusal {
        self.opens_at = instant.into();
        self
    }

    /// What does not exist and what lies outside the caller's scope answer with these same words.
    pub fn not_found() -> Refusal {
        Refusal::new(RefusalCode::NotFound, "ไม่พบข้อมูลที่ต้องการ / There is nothing here by that id.")
    }

    /// The caller may see it, but not do this with it.
    pub fn forbidden() -> Refusal {
        Refusal::new(RefusalCode::Forbidden, "ท่านไม่มีสิทธิ์ดำเนินการนี้ / Your assignment does not allow this.")
    }

    /// A value that cannot be taken: the field, the rule and the sentence.
    pub fn invalid(field: impl Into<String>, rule: impl Into<String>, message: impl Into<String>) -> Refusal {
        Refusal::new(RefusalCode::Invalid, message).field(field).rule(rule)
    }

    /// A text that is no value of the named kind; it is shown without what cannot be printed or kept.
    pub fn unreadable(kind: &str, text: &str) -> Refusal {
        let shown: String = text.chars().filter(|letter| !letter.is_control()).take(40).collect();
        Refusal::new(
            RefusalCode::Invalid,
            format!("อ่านค่า \"{shown}\" ไม่ได้ / \"{shown}\" is not a {kind}."),
        )
        .rule("format")
    }

    /// The GraphQL error of an argument that cannot be read: the message, with the code as an extension.
    pub fn into_input_error<T: InputType>(self) -> InputValueError<T> {
        InputValueError::custom(self.message).with_extension("code", self.code.as_str())
    }
}

/// Why something was refused: nothing was changed.
// The derive makes a method of each field, and those names belong to `Refusal`'s builders: so a twin speaks for it.
#[derive(SimpleObject)]
#[graphql(name = "Refusal")]
struct Spoken {
    /// What programs match.
    code: RefusalCode,
    /// The input field that is wrong.
    field: Option<String>,
    /// The rule that said no, as a short stable word.
    rule: Option<String>,
    /// For people: a Thai sentence, then an English one.
    message: String,
    /// When it would be possible, where that is known.
    opens_at: Option<DateTime<Utc>>,
}

impl OutputType for Refusal {
    fn type_name() -> std::borrow::Cow<'static, str> {
        <Spoken as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Spoken as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let Refusal {
            code,
            field: wrong,
            rule,
            message,
            opens_at,
        } = self.clone();
        Spoken {
            code,
            field: wrong,
            rule,
            message,
            opens_at,
        }
        .resolve(ctx, field)
        .await
    }
}
