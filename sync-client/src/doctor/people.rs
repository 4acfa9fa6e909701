//! What can be told of the sign-in, the server and its clock, and of the edits that wait.

use chrono::Duration;
use cynic::QueryBuilder;

use super::{Check, WRONG_CLOCK};
use crate::{
    error::{Error, Result},
    laptop::Laptop,
    wire::desk::Desk,
};

impl Laptop {
    pub(super) async fn server_checks(&mut self) -> Result<Vec<Check>> {
        let Some(session) = self.store.session()? else {
            let nobody = Check::ok("signIn", "ยังไม่ได้เข้าสู่ระบบ", "nobody is signed in");
            return Ok(vec![nobody.note("ใช้ otop login", "Use: otop login")]);
        };
        let reached = self.ask::<Desk>(&Desk::build(())).await;
        let who = format!("{} @ {}", session.username, session.server);
        let sign_in = Check::ok("signIn", format!("เข้าสู่ระบบ: {who}"), format!("signed in: {who}"));
        Ok(match reached {
            Ok(_) => vec![sign_in, answers(), self.clock_check()?],
            Err(Error::SignIn(_)) => vec![
                sign_in.bad("หมดอายุแล้ว ใช้ otop login", "It has ended. Use: otop login"),
                self.clock_check()?,
            ],
            Err(error) => vec![sign_in, silent(&error), self.clock_check()?],
        })
    }

    /// The laptop's clock against real time, as the server told it now or last.
    fn clock_check(&mut self) -> Result<Check> {
        let now = self.remote().ok().and_then(|remote| remote.clock_error());
        let Some(error) = now.or(self.store.standing()?.clock_error) else {
            return Ok(Check::ok("clock", "ยังไม่ได้เทียบนาฬิกา", "the clock was not compared yet"));
        };
        let seconds = Duration::milliseconds(error).num_seconds();
        let check = Check::ok(
            "clock",
            format!("นาฬิกาเครื่องนี้ต่างจากเครื่องแม่ข่าย {seconds} วินาที"),
            format!("this laptop's clock is {seconds} s from the server's"),
        );
        Ok(if Duration::milliseconds(error).abs() <= WRONG_CLOCK {
            check
        } else {
            check.note(
                "ตั้งนาฬิกาใหม่ (ไม่มีผลต่อข้อมูล เพราะใช้เวลาของเครื่องแม่ข่าย)",
                "Set the clock. No figure suffers: the server's time counts",
            )
        })
    }

    pub(super) fn waiting_checks(&mut self) -> Result<Vec<Check>> {
        let Some(person) = self.store.session()?.map(|session| session.person) else {
            return Ok(vec![counted(self.store.all_waiting()?)]);
        };
        let waiting = self.store.count(&person, "pending")? + self.store.count(&person, "held")?;
        let attention = self.attention()?.len();
        let mut checks = vec![counted(i64::try_from(waiting).unwrap_or(i64::MAX))];
        if attention > 0 {
            let open = Check::ok(
                "attention",
                format!("ต้องตัดสินใจ {attention} รายการ"),
                format!("{attention} items need a decision"),
            );
            checks.push(open.note("ดูด้วย otop attention", "See: otop attention list"));
        }
        for other in self.store.others_waiting(&person)? {
            let (name, edits) = (other.name, other.edits);
            let theirs = Check::ok(
                "others",
                format!("{edits} รายการของ {name} รออยู่"),
                format!("{edits} edits of {name} wait here"),
            );
            checks.push(theirs.note("ส่งได้เมื่อผู้บันทึกเข้าสู่ระบบ", "They go out when that person signs in"));
        }
        Ok(checks)
    }
}

fn answers() -> Check {
    Check::ok("server", "เครื่องแม่ข่ายตอบ", "the server answers")
}

fn silent(error: &Error) -> Check {
    let message = error.message();
    Check::ok("server", message.th, message.en).note("รายการจะส่งเมื่อเชื่อมต่อได้", "Edits go out when there is a connection")
}

fn counted(waiting: i64) -> Check {
    let check = Check::ok("waiting", format!("รอส่ง {waiting} รายการ"), format!("{waiting} edits wait"));
    if waiting == 0 {
        check
    } else {
        check.note("ส่งด้วย otop sync", "Send them: otop sync")
    }
}
