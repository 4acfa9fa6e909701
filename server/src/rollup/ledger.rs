//! What one answer has read of the figures.

use std::sync::Arc;

use async_graphql::Context;
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

use super::breakdown::{self, Part, RevenuePart, Revenues, Shown, Side};
use super::compare::Read;
use super::completeness::{self, District, Members};
use super::estimated::Estimated;
use super::months::{self, Totals};
use super::period::Span;
use super::scope::Scope;
use super::unit::{ByUnit, Grain, Unit};
use crate::clock;
use crate::error::{Error, Result};
use crate::memo::Memo;
use crate::request;

pub(super) type Shared<Value> = Arc<ByUnit<Value>>;

/// The figures below one root of a question. The first place to ask reads for all: nation, provinces and districts are
/// answered from one statement per period and basis, however many they are.
#[derive(Debug)]
pub struct Ledger {
    pub(super) scope: Scope,
    months: Memo<(Grain, Span), Shared<Totals>>,
    parts: Memo<(Grain, i32, Span), Shared<Part>>,
    shown: Memo<(i32, Span, Side), Shared<Shown>>,
    districts: Memo<Span, Shared<District>>,
    members: Memo<Span, Shared<Members>>,
    pub(super) compared: Read,
    pub(super) estimated: Estimated,
    as_of: OnceCell<DateTime<Utc>>,
}

impl Ledger {
    /// Nothing read yet.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            months: Memo::default(),
            parts: Memo::default(),
            shown: Memo::default(),
            districts: Memo::default(),
            members: Memo::default(),
            compared: Read::default(),
            estimated: Estimated::default(),
            as_of: OnceCell::new(),
        }
    }

    /// What it reaches.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Revenue of each month in satang.
    ///
    /// # Errors
    /// When the database fails or a sum leaves 64 bits.
    pub async fn totals(&self, context: &Context<'_>, unit: &Unit, span: Span) -> Result<Vec<i64>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(months::read(&mut connection, &self.scope, unit.grain, span).await?))
        };
        let lines = self.months.get((unit.grain, span), read).await?;
        months::sum(lines.within(&unit.prefix), span.months.len())
    }

    /// Revenue of a unit by kind, category or channel, as far as its caller is told.
    ///
    /// # Errors
    /// When the database fails or a sum leaves 64 bits.
    pub async fn revenues(&self, context: &Context<'_>, unit: &Unit, span: Span, side: Side) -> Result<Revenues> {
        if unit.grain == Grain::District && self.scope.is_withheld() {
            let shown = self.shown(context, unit, span, side).await?;
            return breakdown::sum_shown(shown.within(&unit.prefix));
        }
        let parts = self.parts(context, unit, span).await?;
        breakdown::sum(parts.within(&unit.prefix), side)
    }

    /// Revenue of a unit by kind, category and channel together.
    ///
    /// # Errors
    /// `FORBIDDEN` for whom sums of a few are withheld from; when the database fails or a sum leaves 64 bits.
    pub async fn finest(&self, context: &Context<'_>, unit: &Unit, span: Span) -> Result<Vec<RevenuePart>> {
        if self.scope.is_withheld() {
            return Err(Error::forbidden("viewer"));
        }
        let parts = self.parts(context, unit, span).await?;
        breakdown::finest(parts.within(&unit.prefix))
    }

    async fn shown(&self, context: &Context<'_>, unit: &Unit, span: Span, side: Side) -> Result<Shared<Shown>> {
        let digits = breakdown::digits(unit);
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(
                breakdown::read_shown(&mut connection, &self.scope, digits, span, side).await?,
            ))
        };
        self.shown.get((digits, span, side), read).await
    }

    /// The sums by kind, category and channel of all units of `unit`'s level: one statement for the three cuts.
    async fn parts(&self, context: &Context<'_>, unit: &Unit, span: Span) -> Result<Shared<Part>> {
        let digits = breakdown::digits(unit);
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(
                breakdown::read(&mut connection, &self.scope, unit.grain, digits, span).await?,
            ))
        };
        self.parts.get((unit.grain, digits, span), read).await
    }

    /// Completeness and reports of all districts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn districts(&self, context: &Context<'_>, span: Span) -> Result<Shared<District>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(completeness::districts(&mut connection, &self.scope, span).await?))
        };
        self.districts.get(span, read).await
    }

    /// Completeness of all subdistricts and producers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members(&self, context: &Context<'_>, span: Span) -> Result<Shared<Members>> {
        let read = async {
            let mut connection = request::read(context).await?;
            Ok(Arc::new(completeness::members(&mut connection, &self.scope, span).await?))
        };
        self.members.get(span, read).await
    }

    /// The business instant of the snapshot.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn as_of(&self, context: &Context<'_>) -> Result<DateTime<Utc>> {
        let read = async || clock::business(&mut *request::read(context).await?).await;
        self.as_of.get_or_try_init(read).await.copied()
    }
}
