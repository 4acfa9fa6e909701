//! A district's months, from 1 October to the month of the form, as the person sees them.

use chrono::{DateTime, Utc};
use otop_schema::{
    Baht, Category, Month, ProducerKind, SheetState, Status,
    form::{
        Wanted,
        ask::common::{Coded, Head, Place},
    },
};

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    store::{
        overlay::{CellNow, Producer},
        sheets::SheetNow,
    },
};

/// Figures by month, October first.
type Monthly = Vec<(Month, Vec<Figure>)>;

/// What this laptop knows of a district.
pub struct Known {
    /// The place; its name where the person is assigned to it.
    pub place: Place,
    /// The report; none for a month the mirror does not have.
    pub report: Option<Head>,
    /// Producers on the month's roster or with figures in it.
    pub producers: Vec<Producer>,
    /// All of the district's producers, also those retired since October.
    pub everybody: Vec<Producer>,
    /// The month's sheets.
    pub sheets: Vec<SheetNow>,
    /// The figures, the month last.
    pub figures: Monthly,
    /// The channels' names.
    pub channels: Vec<Coded>,
    /// Whether an edit of this laptop is not with the server yet.
    pub has_own_edits: bool,
    /// The business instant.
    pub as_of: DateTime<Utc>,
}

/// A figure in words this program knows.
pub struct Figure {
    /// Whose.
    pub producer: String,
    /// The category.
    pub category: Category,
    /// The channel's code.
    pub channel: String,
    /// Baht.
    pub amount: Baht,
    /// A remark.
    pub note: Option<String>,
}

impl Laptop {
    /// Reads the months of a form.
    pub(super) fn known_months(&mut self, wanted: &Wanted) -> Result<Known> {
        let month = wanted.month();
        let all = self.store.producers()?.into_iter();
        let of_district: Vec<Producer> = all.filter(|row| row.district == wanted.area.as_str()).collect();
        if of_district.iter().any(|row| row.known_kind().is_none()) {
            return Err(newer());
        }
        let (figures, has_own_edits) = self.figures_since_october(month, &of_district)?;
        let mut sheets = self.store.sheets(month)?;
        sheets.retain(|sheet| of_district.iter().any(|row| row.id == sheet.producer_id));
        let there = |row: &Producer| row.active_in(month) || figures.iter().any(|(at, cells)| *at == month && has(cells, row));
        Ok(Known {
            place: self.place(wanted)?,
            report: self.head(wanted)?,
            producers: of_district.iter().filter(|row| there(row)).cloned().collect(),
            everybody: of_district,
            has_own_edits: has_own_edits || sheets.iter().any(|sheet| is_waiting(sheet.own.as_deref())),
            sheets,
            figures,
            channels: self
                .store
                .channels()?
                .into_iter()
                .map(|row| Coded {
                    code: row.code,
                    name_th: row.name_th,
                })
                .collect(),
            as_of: self.business_now()?,
        })
    }

    fn figures_since_october(&mut self, month: Month, producers: &[Producer]) -> Result<(Monthly, bool)> {
        let mut waiting = false;
        let mut months = Vec::new();
        let year = month.fiscal_year().months();
        for at in year.into_iter().filter(|at| *at <= month) {
            let mut cells = self.store.cells(at)?;
            cells.retain(|cell| producers.iter().any(|row| row.id == cell.producer_id));
            waiting |= cells.iter().any(|cell| is_waiting(cell.own.as_deref()));
            months.push((at, cells.into_iter().filter_map(figure).collect()));
        }
        Ok((months, waiting))
    }

    pub(super) fn place(&mut self, wanted: &Wanted) -> Result<Place> {
        let names = self.store.signed_in()?.area_names();
        let name = names.get(wanted.area.as_str()).filter(|name| !name.is_empty()).cloned();
        Ok(Place {
            name_th: name.unwrap_or_else(|| wanted.area.to_string()),
            code: wanted.area.clone(),
            province: None,
            subdistricts: Vec::new(),
        })
    }

    fn head(&mut self, wanted: &Wanted) -> Result<Option<Head>> {
        let (district, month) = (wanted.area.as_str(), wanted.month().to_string());
        let found = self
            .store
            .reports()?
            .into_iter()
            .find(|row| row.district == district && row.month == month);
        let head = |row: crate::store::overlay::ReportRow| {
            let audit_head = Some(row.audit_head).filter(|head| !head.is_empty());
            Some(known_head(row.status.parse().ok()?, audit_head))
        };
        Ok(found.and_then(head))
    }
}

impl Known {
    /// The figures of the month itself.
    pub fn month(&self) -> &[Figure] {
        self.figures.last().map_or(&[], |(_, cells)| cells)
    }

    /// A producer's figures of the month.
    pub fn of<'a>(&'a self, producer: &'a str) -> impl Iterator<Item = &'a Figure> {
        self.month().iter().filter(move |figure| figure.producer == producer)
    }

    /// A producer's sheet of the month.
    pub fn sheet(&self, producer: &str) -> Option<&SheetNow> {
        self.sheets.iter().find(|sheet| sheet.producer_id == producer)
    }

    /// How many producers of some are on the roster, and of them reported.
    pub fn completeness<'a>(&self, producers: impl Iterator<Item = &'a Producer>) -> (i64, i64) {
        let reported = |row: &Producer| {
            let state = self.sheet(&row.id).and_then(|sheet| sheet.state.value());
            i64::from(state.is_some_and(SheetState::reported))
        };
        producers.fold((0, 0), |(roster, done), row| (roster + 1, done + reported(row)))
    }
}

impl Producer {
    /// Its kind, as this program knows it.
    pub fn known_kind(&self) -> Option<ProducerKind> {
        self.kind.parse().ok()
    }
}

/// What a laptop knows of a life: signatures and certificates stay with the server.
pub(super) fn known_head(status: Status, audit_head: Option<String>) -> Head {
    Head {
        status,
        audit_head,
        digest: None,
        imported: false,
        import_source: None,
        confirmation: None,
        signature: None,
        certificate: None,
        electorate: Vec::new(),
    }
}

/// A kind this program does not know would be a figure in the wrong line.
pub(super) fn newer() -> Error {
    Error::usage(
        "มีประเภทผู้ผลิตที่โปรแกรมรุ่นนี้ไม่รู้จัก โปรดปรับรุ่นโปรแกรม",
        "There is a kind of producer that this program does not know: it needs a newer one.",
    )
}

pub(super) fn is_waiting(own: Option<&str>) -> bool {
    matches!(own, Some("pending" | "held" | "attention"))
}

fn has(cells: &[Figure], producer: &Producer) -> bool {
    cells.iter().any(|cell| cell.producer == producer.id)
}

/// A newer server's word is left out rather than guessed at.
fn figure(cell: CellNow) -> Option<Figure> {
    Some(Figure {
        category: cell.category.parse().ok()?,
        amount: cell.amount.parse().ok()?,
        producer: cell.producer_id,
        channel: cell.channel,
        note: cell.note,
    })
}
