//! The rows of a demonstration, streamed into their tables by `COPY`: a district at a time, each table once.

use otop_schema::{AreaCode, Month};
use tokio_postgres::Transaction;

use super::people::People;
use super::places::District;
use super::year::{self, Based, PastMonth};
use super::{DemoSize, months, producers};
use crate::database::{copy, lines};
use crate::error::{Error, Result};
use crate::feed::{First, NewEvent};
use crate::import::{Past, Producer, Rows, Source};

/// Tables with their columns.
const PERSON: &str = "person (id, name, position)";
const ACCOUNT: &str = "account (username, person_id, area, password_hash)";
const ASSIGNMENT: &str = "assignment (id, person_id, role, area, order_number, valid_from)";
const MEMBER: &str = "committee_member (id, district, person_id, appointment_order, is_chair, is_secretary, valid_from)";
const PRODUCER: &str = "producer (id, district, registration_number, name, active_from, active_until)";
const CONTACT: &str = "producer_contact (producer_id, district, contact_person, telephone)";
const ATTRIBUTE: &str = "producer_attribute (producer_id, from_month, kind, subdistrict)";
const PRODUCT: &str = "product (id, producer_id, name, category, star, quadrant)";
const REPORT: &str = "report (district, month, roster_size, reported, not_obtained, live_satang, \
                      import_source, version, chain_length, chain_head, changed_at)";
const SHEET: &str = "sheet (district, month, producer_id, state, reason, version, changed_at, source)";
const CELL: &str = "cell (district, month, producer_id, category, channel, amount, version, changed_at, source)";
const ROLLUP: &str = "rollup (confirmed, district, month, kind, category, channel, satang, cells)";
const ROSTER: &str = "roster (district, month, producer_id, kind, subdistrict)";
const VERSION: &str = "confirmed_version (district, month, number, submission, digest, canonical, satang, \
                       roster_size, reported, not_obtained, timeliness, confirmed_at, source)";

const PAST: &str = "past_month (district, month, satang, producers, source)";

/// A chain without a link.
const NO_HEAD: &str = r"\x0000000000000000000000000000000000000000000000000000000000000000";

/// What all rows of a demonstration have in common.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Where they come from, and when.
    pub source: Source,
    /// `deployment.generation`.
    pub generation: i32,
}

/// Everything of one district as lines, table by table: what others refer to comes first.
pub struct Filled {
    code: String,
    tables: Vec<(&'static str, Vec<u8>)>,
    base: Vec<Based>,
}

impl Filled {
    /// Draws a district.
    ///
    /// # Errors
    /// When its code is none.
    pub fn draw(district: &District, size: &DemoSize, origin: &Origin) -> Result<Self> {
        let drawn = Drawn::of(district, size, origin)?;
        let tables = vec![
            (PRODUCER, lines(&drawn.producers)?),
            (
                CONTACT,
                lines(drawn.producers.iter().filter_map(|producer| producer.contact.as_ref()))?,
            ),
            (ATTRIBUTE, lines(drawn.producers.iter().flat_map(|producer| &producer.attributes))?),
            (PRODUCT, lines(drawn.producers.iter().flat_map(|producer| &producer.products))?),
            (REPORT, drawn.reports()?),
            (SHEET, drawn.sheets()?),
            (CELL, drawn.cells()?),
            (ROLLUP, drawn.sums()?),
            (ROSTER, drawn.roster()?),
            (VERSION, drawn.versions()?),
            (First::TABLE, lines(&drawn.events)?),
            (PAST, drawn.past_months()?),
        ];
        Ok(Self {
            code: district.code.clone(),
            tables,
            base: drawn.base()?,
        })
    }

    /// Streams the district into its tables; its base is left to be frozen with that of the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(self, transaction: &Transaction<'_>) -> Result<Vec<Based>> {
        for (table, lines) in self.tables {
            copy(transaction, table, lines).await?;
        }
        // Last, since the second wall refuses figures of a locked report.
        let confirmed = transaction.execute(include_str!("confirm.sql"), &[&self.code]).await;
        confirmed.map_err(Error::internal)?;
        Ok(self.base)
    }
}

/// Streams the officers into their tables; every account opens with the same password, since hashing 8,000 times would take
/// minutes.
///
/// # Errors
/// When the database fails.
pub async fn write_people(transaction: &Transaction<'_>, people: &People, password_hash: &str) -> Result<()> {
    let accounts = people.accounts.iter();
    let accounts = lines(accounts.map(|account| (&account.username, account.person_id, &account.area, password_hash)))?;
    copy(transaction, PERSON, lines(&people.persons)?).await?;
    copy(transaction, ACCOUNT, accounts).await?;
    copy(transaction, ASSIGNMENT, lines(&people.assignments)?).await?;
    copy(transaction, MEMBER, lines(&people.members)?).await
}

/// A district as rows.
struct Drawn<'a> {
    code: &'a str,
    source: &'a Source,
    producers: Vec<Producer>,
    rows: Rows,
    past: Vec<PastMonth>,
    events: Vec<First>,
}

impl<'a> Drawn<'a> {
    fn of(district: &'a District, size: &DemoSize, origin: &'a Origin) -> Result<Self> {
        let code: AreaCode = district.code.parse()?;
        let producers = producers::of(district, size.producers);
        let months = months::of(district, &producers, size.history)?;
        let known = months.iter().filter(|past| past.has_figures());
        let events = known.map(|past| event(&code, past, origin)).collect::<Result<_>>()?;
        Ok(Self {
            code: &district.code,
            source: &origin.source,
            past: year::unknown_months(&producers, &months)?,
            producers,
            rows: Rows::of(&code, months),
            events,
        })
    }

    /// Reports still open, with the heads of their chains: the figures come next.
    fn reports(&self) -> Result<Vec<u8>> {
        let mut heads = self.events.iter().map(|event| event.hash.as_str());
        lines(self.rows.reports.iter().map(|report| {
            let head = report.loaded.then(|| heads.next()).flatten();
            let (source, links) = (head.map(|_| self.source.id), i32::from(head.is_some()));
            let counts = (report.roster_size, report.reported, report.not_obtained, report.satang);
            let chain = (links, links, head.unwrap_or(NO_HEAD), self.source.at);
            ((self.code, report.month), counts, source, chain)
        }))
    }

    /// Version 1 of every sheet there is; its source says that no operation made it.
    fn sheets(&self) -> Result<Vec<u8>> {
        let reported = self.rows.producers.iter().filter(|row| row.state.is_some());
        lines(reported.map(|row| {
            let key = (self.code, row.month, row.producer_id);
            (key, row.state, &row.reason, 1, self.source.at, self.source.id)
        }))
    }

    fn cells(&self) -> Result<Vec<u8>> {
        lines(self.rows.cells.iter().map(|cell| {
            let key = (self.code, cell.month, cell.producer_id, cell.category, &cell.channel);
            (key, &cell.amount, 1, self.source.at, self.source.id)
        }))
    }

    /// Sums twice: live, and of the confirmed version where there is one.
    fn sums(&self) -> Result<Vec<u8>> {
        let sums = self.rows.sums.iter();
        let live = sums.clone().map(|sum| (false, sum));
        let confirmed = sums.filter(|sum| sum.confirmed).map(|sum| (true, sum));
        lines(live.chain(confirmed).map(|(basis, sum)| {
            let key = (basis, self.code, sum.month, sum.kind, sum.category, &sum.channel);
            (key, sum.satang, sum.cells)
        }))
    }

    /// The frozen roster of confirmed months.
    fn roster(&self) -> Result<Vec<u8>> {
        let confirmed = self.rows.producers.iter().filter(|row| row.confirmed);
        lines(confirmed.map(|row| (self.code, row.month, row.producer_id, row.kind, row.subdistrict.as_str())))
    }

    fn past_months(&self) -> Result<Vec<u8>> {
        lines(self.past.iter().map(|past| year::line(self.code, past, self.source.id)))
    }

    /// What fiscal year 2566 is compared with: drawn months, and those only expected.
    fn base(&self) -> Result<Vec<Based>> {
        let confirmed = self.rows.reports.iter().filter(|report| report.confirmed);
        let drawn = confirmed.map(|report| PastMonth {
            month: Month::of(report.month),
            satang: report.satang,
            producers: report.roster_size,
        });
        let code: AreaCode = self.code.parse()?;
        Ok(year::base(&code, drawn.chain(self.past.iter().copied())))
    }

    /// Version 1 of confirmed history. Submission 0: it never went through a committee here.
    fn versions(&self) -> Result<Vec<u8>> {
        let confirmed = self.rows.reports.iter().filter(|report| report.confirmed);
        lines(confirmed.map(|report| {
            let bytes = (&report.digest, hex(report.canonical.as_bytes()));
            let counts = (report.satang, report.roster_size, report.reported, report.not_obtained);
            let made = ("IMPORTED", self.source.at, self.source.id);
            ((self.code, report.month, 1, 0), bytes, counts, made)
        }))
    }
}

fn event(code: &AreaCode, past: &Past, origin: &Origin) -> Result<First> {
    let event = NewEvent::new("IMPORTED", code, Some(past.month), origin.source.at).reason(&origin.source.name);
    First::of(event, origin.generation)
}

/// Bytes as PostgreSQL reads them.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    r"\x".chars().chain(digits).collect()
}
