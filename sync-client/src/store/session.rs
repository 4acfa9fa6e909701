//! Who is signed in at this laptop, and whose edits wait here.

use std::collections::HashMap;

use diesel::{SqliteConnection, prelude::*};
use otop_schema::{Action, Role};
use serde::Serialize;

use super::{
    Store, mirror,
    tables::{attachment, device, mirror as mirror_table, outbox, person, session},
};
use crate::{
    error::{Error, Result},
    known::Known,
    message::Message,
};

/// The signed-in person and the keys to the server.
#[derive(Queryable, Selectable, Insertable, Clone, PartialEq, Eq)]
#[diesel(table_name = session)]
pub struct Session {
    /// Always 1: one person at a time.
    pub one: i32,
    /// The server's address, `https://otop.example`.
    pub server: String,
    /// The name signed in with.
    pub username: String,
    /// The person's id.
    pub person: String,
    /// The person's post.
    pub position: String,
    /// Roles and areas, JSON as in `wire::desk::Assignment`.
    pub assignments: String,
    /// Good for minutes; none when the sign-in has ended.
    pub access_token: Option<String>,
    /// Good for one renewal.
    pub refresh_token: Option<String>,
}

impl Session {
    /// Whether the person records figures somewhere: as entry clerk or officer of a district.
    #[must_use]
    pub fn records(&self) -> bool {
        let read: Vec<Post> = serde_json::from_str(&self.assignments).unwrap_or_default();
        read.iter()
            .any(|post| post.role.value().is_none_or(|role| Action::Edit.roles().contains(&role)))
    }

    /// The areas in which the person holds a role.
    #[must_use]
    pub fn areas(&self, role: Role) -> Vec<String> {
        let read: Vec<Post> = serde_json::from_str(&self.assignments).unwrap_or_default();
        let held = read.into_iter().filter(|post| post.role.value() == Some(role));
        held.map(|post| post.area).collect()
    }

    /// The Thai names of the areas in which the person holds a role, by their codes.
    #[must_use]
    pub fn area_names(&self) -> HashMap<String, String> {
        let read: Vec<Post> = serde_json::from_str(&self.assignments).unwrap_or_default();
        read.into_iter().map(|post| (post.area, post.area_name)).collect()
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Post {
    role: Known<Role>,
    area: String,
    #[serde(default)]
    area_name: String,
}

/// How many edits of a person wait on this laptop.
#[derive(Queryable, Serialize, Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The person's name.
    pub name: String,
    /// Edits that are not decided yet or need the person's attention.
    pub edits: i64,
}

/// Names the laptop, once, when its file is made.
pub(super) fn name_device(conn: &mut SqliteConnection, id: &str) -> Result<()> {
    diesel::insert_into(device::table)
        .values((device::one.eq(1), device::id.eq(id)))
        .execute(conn)?;
    Ok(())
}

/// Edits and evidence that no server has taken, whoever recorded them.
pub(super) fn all_waiting(conn: &mut SqliteConnection) -> Result<i64> {
    let edits: i64 = outbox::table.filter(outbox::state.ne("done")).count().get_result(conn)?;
    let evidence: i64 = attachment::table.filter(attachment::state.ne("done")).count().get_result(conn)?;
    Ok(edits.saturating_add(evidence))
}

/// What waits was meant for the server that was signed in at: it never goes to another one unasked.
fn may_change_to(conn: &mut SqliteConnection, server: &str) -> Result<()> {
    let before: Option<String> = mirror_table::table.select(mirror_table::server).first(conn)?;
    let Some(before) = before.filter(|before| before != server) else {
        return Ok(());
    };
    let waiting = all_waiting(conn)?;
    if waiting == 0 { Ok(()) } else { Err(meant_for(&before, waiting)) }
}

fn meant_for(server: &str, waiting: i64) -> Error {
    Error::usage(
        format!(
            "มี {waiting} รายการในเครื่องนี้ที่รอส่งหรือรอตัดสินใจที่ {server} จึงยังเข้าสู่ระบบที่เครื่องแม่ข่ายอื่นไม่ได้ \
             ส่งก่อนด้วย otop sync หรือดูด้วย otop waiting หากเป็นเครื่องแม่ข่ายเดิมที่ย้ายที่อยู่ ใช้ otop login --moved"
        ),
        format!(
            "{waiting} edits wait for {server}, to be sent or decided: another server cannot be signed in at. Send them first \
             (otop sync, otop waiting). If it is the same server at a new address: otop login --moved"
        ),
    )
}

impl Store {
    /// Refuses a sign-in at another server while edits wait for the one of before.
    ///
    /// # Errors
    /// How many wait, and where.
    pub fn may_sign_in_at(&mut self, server: &str) -> Result<()> {
        may_change_to(&mut self.conn, server)
    }

    /// How many edits wait on this laptop, whoever recorded them.
    pub fn all_waiting(&mut self) -> Result<i64> {
        all_waiting(&mut self.conn)
    }

    /// The laptop's own id.
    pub fn device_id(&mut self) -> Result<String> {
        Ok(device::table.select(device::id).first(&mut self.conn)?)
    }

    /// The session, if somebody is signed in.
    pub fn session(&mut self) -> Result<Option<Session>> {
        Ok(session::table.select(Session::as_select()).first(&mut self.conn).optional()?)
    }

    /// The session.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn signed_in(&mut self) -> Result<Session> {
        self.session()?.ok_or_else(|| {
            Error::SignIn(Message::new(
                "ยังไม่ได้เข้าสู่ระบบ ใช้คำสั่ง: otop login",
                "Nobody is signed in. Use: otop login",
            ))
        })
    }

    /// Signs a person in. The mirror of another person or server is forgotten; nobody's queue is touched. `moved`: it is
    /// the server of before at a new address, and what waits is meant for it.
    ///
    /// # Errors
    /// Edits wait for another server.
    pub fn sign_in(&mut self, name: &str, session: &Session, moved: bool) -> Result<()> {
        self.write(|conn| {
            if !moved {
                may_change_to(conn, &session.server)?;
            }
            diesel::replace_into(person::table)
                .values((person::id.eq(&session.person), person::name.eq(name)))
                .execute(conn)?;
            diesel::replace_into(session::table).values(session).execute(conn)?;
            mirror::keep_for(conn, &session.server, &session.person, moved)
        })
    }

    /// The name of a person who has worked here.
    pub fn person_name(&mut self, id: &str) -> Result<String> {
        Ok(person::table.find(id).select(person::name).first(&mut self.conn)?)
    }

    /// The server the mirror came from, also after signing out.
    pub fn last_server(&mut self) -> Result<Option<String>> {
        Ok(mirror_table::table.select(mirror_table::server).first(&mut self.conn)?)
    }

    /// Stores renewed tokens, or takes ended ones away; the person stays signed in at the laptop.
    pub fn renew(&mut self, access: Option<&str>, refresh: Option<&str>) -> Result<()> {
        diesel::update(session::table)
            .set((session::access_token.eq(access), session::refresh_token.eq(refresh)))
            .execute(&mut self.conn)?;
        Ok(())
    }

    /// Signs out. Queue and mirror stay for the next sign-in.
    pub fn sign_out(&mut self) -> Result<()> {
        diesel::delete(session::table).execute(&mut self.conn)?;
        Ok(())
    }

    /// Whose edits wait here, other than those of `but`: the number only, never what they say.
    pub fn others_waiting(&mut self, but: &str) -> Result<Vec<Waiting>> {
        Ok(outbox::table
            .inner_join(person::table)
            .filter(outbox::person.ne(but))
            .filter(outbox::state.ne("done").or(outbox::again))
            .group_by((person::id, person::name))
            .order(person::name)
            .select((person::name, diesel::dsl::count_star()))
            .load(&mut self.conn)?)
    }
}
