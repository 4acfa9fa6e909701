//! At most one program of a laptop meets the server at a time; all of them record at any time.
//!
//! The row says who holds the lease and its token; [`pulse`] says whether that program lives. Who finds a dead holder takes
//! the lease over, with the token as the condition, so that one of several takers gets it. A holder that was only asleep
//! finds another token when it wakes, writes nothing more ([`must_hold`]), and asks again ([`Store::regain`]). That is good manners, not safety: two programs that send the same
//! edits do no harm, since every edit has one id and one effect.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::{SqliteConnection, prelude::*};
use otop_schema::{bangkok, thai_time};
use serde::Serialize;

use super::{
    Store,
    pulse::{self, BEAT, Pulse, Sign},
    rows::instant,
    tables::lease,
};
use crate::{
    clock,
    error::{Error, Result},
    message::Message,
    queue,
};

/// A holder that gives no sign for so long, by the taker's own waiting, is taken for dead.
pub const SILENCE: Duration = Duration::from_secs(12);

/// The program that meets the server.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// `otop watch`.
    pub program: String,
    /// Its process.
    pub pid: i64,
    /// Since when, laptop time.
    pub since: Option<DateTime<Utc>>,
}

/// A held lease.
pub(super) struct Lease {
    token: String,
    _pulse: Pulse,
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = lease)]
struct Row {
    one: i32,
    token: String,
    program: String,
    pid: i64,
    since: String,
}

/// What a taker has seen of a holder, measured by its own waiting: a clock that jumps changes nothing.
#[derive(Default)]
struct Vigil {
    seen: Option<(String, Sign)>,
    still: Duration,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Alive,
    Gone,
    NotKnown,
}

impl Vigil {
    /// Judges by what is seen of the holder of `token` now, after having `waited` since the last look.
    fn judge(&mut self, token: &str, sign: Sign, waited: Duration) -> Verdict {
        if sign == Sign::None {
            return Verdict::Gone;
        }
        let now = (token.to_owned(), sign);
        match self.seen.replace(now.clone()) {
            None => Verdict::NotKnown,
            Some(before) if before != now => Verdict::Alive,
            Some(_) => self.silent(waited),
        }
    }

    fn silent(&mut self, waited: Duration) -> Verdict {
        self.still += waited;
        if self.still < SILENCE { Verdict::NotKnown } else { Verdict::Gone }
    }
}

impl Store {
    /// Becomes the one program that meets the server, until the store is dropped or [`Store::release`] is called. Takes a
    /// moment where another one has it: whether that one lives is seen by its beats.
    ///
    /// # Errors
    /// [`Error::Busy`]: another program is alive and has it.
    pub async fn hold(&mut self, program: &str) -> Result<()> {
        self.meets = Some(program.to_owned());
        self.regain().await
    }

    /// Takes the lease back that was lost while this program slept, once nobody else has it. A store that never held it
    /// does not ask for it.
    ///
    /// # Errors
    /// [`Error::Busy`]: another program is alive and has it.
    pub async fn regain(&mut self) -> Result<()> {
        let Some(program) = self.meets.clone() else { return Ok(()) };
        let token = self.lease.as_ref().map(|lease| lease.token().to_owned());
        if token.is_some() && must_hold(&mut self.conn, token.as_deref()).is_ok() {
            return Ok(());
        }
        self.lease = None;
        self.wait_for(&program).await
    }

    async fn wait_for(&mut self, program: &str) -> Result<()> {
        let (mut vigil, mut waited) = (Vigil::default(), Duration::ZERO);
        loop {
            let row = row(&mut self.conn)?;
            let verdict = match &row {
                Some(row) => vigil.judge(&row.token, pulse::see(self.place.folder(), &row.token)?, waited),
                None => Verdict::Gone,
            };
            match (verdict, row) {
                (Verdict::Alive, Some(row)) => return Err(Error::Busy(row.into())),
                (Verdict::Gone, row) if self.take(program, row.as_ref())? => return Ok(()),
                _ => tokio::time::sleep(BEAT / 2).await,
            }
            waited = BEAT / 2;
        }
    }

    /// Lets another program meet the server.
    pub fn release(&mut self) {
        self.meets = None;
        self.lease = None;
    }

    /// Who holds the lease, if that program gives a sign of life.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn holder(&mut self) -> Result<Option<Holder>> {
        let Some(row) = row(&mut self.conn)? else { return Ok(None) };
        let alive = pulse::see(self.place.folder(), &row.token)? != Sign::None;
        Ok(alive.then(|| row.into()))
    }

    /// Takes the lease from this dead holder, unless somebody else was faster.
    fn take(&mut self, program: &str, from: Option<&Row>) -> Result<bool> {
        let token = clock::fresh_id();
        let pulse = Pulse::start(self.place.folder(), &token)?;
        let wanted = Row {
            one: 1,
            token: token.clone(),
            program: program.to_owned(),
            pid: std::process::id().into(),
            since: instant(clock::now()),
        };
        let taken = self.write(|conn| {
            let unchanged = row(conn)?.map(|row| row.token) == from.map(|row| row.token.clone());
            if unchanged {
                diesel::replace_into(lease::table).values(&wanted).execute(conn)?;
            }
            Ok(unchanged)
        })?;
        if taken {
            from.iter().for_each(|row| pulse::forget(self.place.folder(), &row.token));
            self.lease = Some(Lease { token, _pulse: pulse });
        }
        Ok(taken)
    }
}

/// Stops a program that held the lease and lost it while it slept. One that never held it is not asked.
///
/// # Errors
/// [`Error::Busy`]: who has it now.
pub(super) fn must_hold(conn: &mut SqliteConnection, held: Option<&str>) -> Result<()> {
    let Some(token) = held else { return Ok(()) };
    match row(conn)? {
        Some(row) if row.token != token => Err(Error::Busy(row.into())),
        _ => Ok(()),
    }
}

impl Holder {
    /// What a second program says.
    #[must_use]
    pub fn message(&self) -> Message {
        let Holder { program, pid, since } = self;
        let (thai, english) = since.map_or_else(Default::default, |since| {
            let english = bangkok(since).format("%Y-%m-%d %H:%M").to_string();
            (format!(" ตั้งแต่ {}", thai_time(since)), format!(" since {english}"))
        });
        Message::new(
            format!("{program} (กระบวนการ {pid}) กำลังรับและส่งข้อมูลของเครื่องนี้อยู่แล้ว{thai} รายการที่บันทึกจะส่งไปเอง หรือหยุดโปรแกรมนั้นก่อน"),
            format!(
                "{program} (process {pid}) already reads and sends for this laptop{english}. What is recorded goes out by it; or stop it first."
            ),
        )
    }
}

impl Lease {
    pub(super) fn token(&self) -> &str {
        &self.token
    }
}

fn row(conn: &mut SqliteConnection) -> Result<Option<Row>> {
    Ok(lease::table.select(Row::as_select()).first(conn).optional()?)
}

impl From<Row> for Holder {
    fn from(row: Row) -> Self {
        Holder {
            program: row.program,
            pid: row.pid,
            since: queue::instant(Some(&row.since)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks every second, as long as the verdict is open, and tells how long that took.
    fn watched(mut sign: impl FnMut(u64) -> Sign) -> (Verdict, u64) {
        let mut vigil = Vigil::default();
        let looks = (0..).map(|second| (vigil.judge("t", sign(second), Duration::from_secs(1)), second));
        looks.into_iter().find(|(verdict, _)| *verdict != Verdict::NotKnown).unwrap()
    }

    #[test]
    fn a_holder_is_judged_by_its_beats_alone() {
        assert_eq!(watched(|_| Sign::None), (Verdict::Gone, 0), "dead: at once");
        assert_eq!(watched(|second| Sign::Length(second / 3)), (Verdict::Alive, 3), "it beats");
        assert_eq!(watched(|_| Sign::Length(7)), (Verdict::Gone, SILENCE.as_secs()), "it stands still");
        assert_eq!(
            watched(|second| if second < 5 { Sign::Length(7) } else { Sign::None }),
            (Verdict::Gone, 5)
        );
    }

    #[test]
    fn another_token_is_another_holder() {
        let mut vigil = Vigil::default();
        assert_eq!(vigil.judge("a", Sign::Length(1), Duration::ZERO), Verdict::NotKnown);
        assert_eq!(vigil.judge("b", Sign::Length(1), SILENCE), Verdict::Alive);
    }

    #[tokio::test]
    async fn one_holds_and_the_other_is_told_who() {
        let mut scene = crate::scene::scene();
        let mut other = crate::Laptop::open(scene.folder.path()).unwrap();
        scene.laptop.store.hold("otop watch").await.unwrap();
        assert_eq!(other.store.holder().unwrap().unwrap().program, "otop watch");
        let busy = other.store.hold("otop sync").await;
        assert!(matches!(busy, Err(Error::Busy(holder)) if holder.program == "otop watch"));
        scene.laptop.store.release();
        assert_eq!(other.store.holder().unwrap(), None);
        other.store.hold("otop sync").await.unwrap();
    }

    #[tokio::test]
    async fn a_holder_that_lost_the_lease_writes_no_more_answers() {
        let mut scene = crate::scene::scene();
        let mut other = crate::Laptop::open(scene.folder.path()).unwrap();
        scene.laptop.store.hold("otop watch").await.unwrap();
        let sleeper = row(&mut other.store.conn).unwrap();
        assert!(other.store.take("otop sync", sleeper.as_ref()).unwrap());
        let page = crate::scene::page(|_| ());
        let woken = scene.laptop.store.apply("somsri", Some("c1"), &page);
        assert!(matches!(woken, Err(Error::Busy(holder)) if holder.program == "otop sync"));
        scene.laptop.enter_cell(&crate::scene::cell("1001", Some("10"))).unwrap();
        assert!(other.store.apply("somsri", Some("c1"), &page).unwrap());
    }
}
