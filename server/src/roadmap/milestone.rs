//! A milestone, as the database keeps it and as clients see it, with who has not done it.

use async_graphql::{ComplexObject, ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, FiscalYear, MilestoneAct, MilestoneLevel};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;

/// Something a fiscal year asks by a day.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Milestone {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(super) milestone: Uuid,
    /// Whose Roadmap it stands in: the nation's or a province's.
    #[diesel(sql_type = Text)]
    pub(super) area: AreaCode,
    /// Of whom it asks something.
    #[diesel(sql_type = Text)]
    pub(super) level: MilestoneLevel,
    /// What is to be done, in Thai.
    #[diesel(sql_type = Text)]
    pub(super) title_th: String,
    /// The same in English; may be empty.
    #[diesel(sql_type = Text)]
    pub(super) title_en: String,
    /// The last day on which it is on time.
    #[diesel(sql_type = Date)]
    pub(super) due_on: Day,
    /// By which act it is done.
    #[diesel(sql_type = Text)]
    pub(super) act: MilestoneAct,
    /// How many places it asks, of those that were asked about and those they lie in.
    #[diesel(sql_type = Integer)]
    expected: i32,
    /// How many of them have done it.
    #[diesel(sql_type = Integer)]
    done: i32,
    /// The codes of those that have not, the first 100.
    #[diesel(sql_type = Array<Text>)]
    pending: Vec<AreaCode>,
}

#[ComplexObject]
impl Milestone {
    /// The milestone.
    async fn id(&self) -> ID {
        self.milestone.into()
    }
}

/// The milestones that concern a place, by the day they are due.
///
/// # Errors
/// When the database fails.
pub(super) async fn of_place(connection: &mut AsyncPgConnection, area: &AreaCode, year: FiscalYear) -> Result<Vec<Milestone>> {
    Ok(sql(include_str!("milestones.sql"))
        .bind::<Integer, _>(year.number())
        .bind::<Text, _>(area.to_string())
        .bind::<Text, _>(format!("{}%", area.prefix()))
        .load(connection)
        .await?)
}

/// A milestone that stands.
///
/// # Errors
/// `NOT_FOUND` where there is none (any more).
pub(super) async fn standing(connection: &mut AsyncPgConnection, field: &str, id: Uuid) -> Result<Standing> {
    let text = "SELECT id, fiscal_year, area, level, act, title_th FROM milestone WHERE id = $1 AND removed_at IS NULL";
    let found: Vec<Standing> = sql(text).bind::<SqlUuid, _>(id).load(connection).await?;
    found.into_iter().next().ok_or_else(|| Error::not_found(field))
}

/// What is asked of a milestone before it is changed.
#[derive(Debug, QueryableByName)]
pub(super) struct Standing {
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: Uuid,
    #[diesel(sql_type = Integer)]
    pub(super) fiscal_year: i32,
    #[diesel(sql_type = Text)]
    pub(super) area: AreaCode,
    #[diesel(sql_type = Text)]
    pub(super) level: MilestoneLevel,
    #[diesel(sql_type = Text)]
    pub(super) act: MilestoneAct,
    #[diesel(sql_type = Text)]
    pub(super) title_th: String,
}
