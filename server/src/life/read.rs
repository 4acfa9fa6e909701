//! Reading what hangs on a submission.

use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Subject;

use super::parts::{Certificate, Elector, Signature, Vote};
use super::standing::Life;
use crate::error::Result;
use crate::statement::{Statement, sql};

/// A statement about a report or an estimate: district and term are its first parameters.
pub(crate) fn of_subject(text: &'static str, subject: &Subject) -> Statement<'static> {
    sql(text)
        .bind::<Text, _>(subject.district().to_string())
        .bind::<Date, _>(subject.term())
}

/// A statement about the present submission.
fn of_submission(text: &'static str, life: &Life) -> Statement<'static> {
    of_subject(text, &life.subject).bind::<Integer, _>(life.submission)
}

/// Who may vote on the present submission, the chair first.
pub(crate) async fn electorate(connection: &mut AsyncPgConnection, life: &Life) -> Result<Vec<Elector>> {
    let text = "SELECT person.id AS person, person.name, is_chair, is_secretary FROM elector JOIN person ON person.id = person_id
        WHERE district = $1 AND month = $2 AND submission = $3 ORDER BY is_chair DESC, is_secretary DESC, person.name, person.id";
    Ok(of_submission(text, life).load(connection).await?)
}

/// The votes on the present submission, oldest first.
pub(crate) async fn votes(connection: &mut AsyncPgConnection, life: &Life) -> Result<Vec<Vote>> {
    let text = "SELECT person.id AS person, person.name, choice, reason, digest, voted_at FROM vote JOIN person ON person.id = person_id
        WHERE district = $1 AND month = $2 AND submission = $3 ORDER BY voted_at, person.id";
    Ok(of_submission(text, life).load(connection).await?)
}

/// The committee's decision on the present submission.
pub(crate) async fn certificate(connection: &mut AsyncPgConnection, life: &Life) -> Result<Option<Certificate>> {
    let text = "SELECT certified, eligible, for_votes AS certify, against AS object, digest, decided_at, person.name AS closed_by,
               (SELECT number FROM meeting WHERE (meeting.district, meeting.month, meeting.submission)
                    = (certificate.district, certificate.month, certificate.submission) AND outcome <> 'ADJOURNED') AS resolution
        FROM certificate LEFT JOIN person ON person.id = closed_by WHERE district = $1 AND month = $2 AND submission = $3";
    first(of_submission(text, life), connection).await
}

/// The signature under the present submission.
pub(crate) async fn signature(connection: &mut AsyncPgConnection, life: &Life) -> Result<Option<Signature>> {
    let text = "SELECT signature.name, signature.position, capacity, order_number, mode, signed_on, signed_at, digest,
               person.name AS recorded_by
        FROM signature JOIN person ON person.id = person_id WHERE district = $1 AND month = $2 AND submission = $3";
    first(of_submission(text, life), connection).await
}

async fn first<Row>(statement: Statement<'static>, connection: &mut AsyncPgConnection) -> Result<Option<Row>>
where
    Row: QueryableByName<diesel::pg::Pg> + Send + 'static,
{
    Ok(statement.load::<Row>(connection).await?.pop())
}
