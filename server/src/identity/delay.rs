//! A slower and slower door for those who guess passwords, counted for all nodes: in Redis, and in PostgreSQL where there is none
//! or it does not answer.
//!
//! Two doors stand in the way of an attempt: one of the account from this address, and a wider one of the address. There is none
//! of the account alone: with it anybody could keep an officer out on the 3rd of the month. Counting moves between Redis and
//! PostgreSQL when Redis goes or comes back; the doors are then as new, once.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use redis::aio::ConnectionManager;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, timeout};

use crate::app::App;
use crate::error::Result;
use crate::statement::sql;

/// Attempts at an account from one address that are not delayed: a person mistypes.
pub const FREE: i32 = 8;
/// Failed attempts from one address that are not delayed, whatever the account: many offices may share an address.
pub const FREE_OF_ADDRESS: i32 = 200;
/// The longest delay; from the last free attempt on it grows from 1 over 2, 4 … seconds to this.
const LONGEST: i32 = 60;
/// After this many seconds without an attempt everything is forgotten.
const MEMORY: i32 = 15 * 60;
/// How long Redis may take.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it is left alone after that.
const AWAY: Duration = Duration::from_secs(5);

/// Attempts at one door, or how long it stays shut.
struct Door {
    key: String,
    free: i32,
}

/// The doors of an attempt, the narrow one first.
fn doors(username: &str, address: IpAddr) -> [Door; 2] {
    let address = neighbourhood(address);
    let key = |name: &str| format!("otop:door:{}", hexadecimal(&Sha256::digest(name)));
    [
        Door {
            key: key(&format!("{address} {username}")),
            free: FREE,
        },
        Door {
            key: key(&address.to_string()),
            free: FREE_OF_ADDRESS,
        },
    ]
}

/// A single IPv6 customer has 2^64 addresses: they count as one.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The doors of this installation, as one node stands before them.
#[derive(Default)]
pub struct Doors {
    /// Until when Redis is not asked, because it did not answer.
    without_redis: Mutex<Option<Instant>>,
}

impl Doors {
    /// Notes that somebody comes who names no account yet; tells how long to wait where the address's door is shut.
    ///
    /// # Errors
    /// When neither Redis nor the database answers.
    pub async fn arrive(&self, app: &App, address: IpAddr) -> Result<Option<Duration>> {
        let [_, wide] = doors("", address);
        let wait = u64::try_from(self.knock(app, &wide).await?).unwrap_or(0);
        Ok((wait > 0).then(|| Duration::from_millis(wait)))
    }

    /// Notes an attempt, before it is decided, so that many at once gain nothing; tells how long to wait where a door is shut.
    ///
    /// # Errors
    /// When neither Redis nor the database answers.
    pub async fn attempt(&self, app: &App, username: &str, address: IpAddr) -> Result<Option<Duration>> {
        for door in doors(username, address) {
            let wait = u64::try_from(self.knock(app, &door).await?).unwrap_or(0);
            if wait > 0 {
                return Ok(Some(Duration::from_millis(wait)));
            }
        }
        Ok(None)
    }

    /// Milliseconds until the door opens; 0 when it was open and the attempt is noted.
    async fn knock(&self, app: &App, door: &Door) -> Result<i64> {
        let mut knock = redis::cmd("EVAL");
        knock.arg(include_str!("knock.lua")).arg(1).arg(&door.key);
        knock.arg(door.free).arg(LONGEST).arg(MEMORY);
        match self.ask_redis(app, &knock).await {
            Some(wait) => Ok(wait),
            None => knock_at_database(&mut *app.connection().await?, door).await,
        }
    }

    /// The password was right: the narrow door is as new, and the attempt no longer counts at the wide one.
    ///
    /// # Errors
    /// When neither Redis nor the database answers.
    pub async fn forgive(&self, app: &App, username: &str, address: IpAddr) -> Result<()> {
        let [narrow, wide] = doors(username, address);
        let mut forgive = redis::cmd("EVAL");
        forgive.arg(include_str!("forgive.lua")).arg(2).arg(&narrow.key).arg(&wide.key);
        if self.ask_redis(app, &forgive).await.is_none() {
            let statement = sql(include_str!("forgive.sql"))
                .bind::<Text, _>(narrow.key)
                .bind::<Text, _>(wide.key);
            statement.execute(&mut *app.connection().await?).await?;
        }
        Ok(())
    }

    /// What Redis says, where there is one and it answers.
    async fn ask_redis(&self, app: &App, question: &redis::Cmd) -> Option<i64> {
        let redis = app.bell().redis_connection().filter(|_| self.redis_answers())?;
        let answer = ask(redis, question).await;
        if answer.is_none() {
            *self.without_redis() = Some(Instant::now() + AWAY);
        }
        answer
    }

    fn redis_answers(&self) -> bool {
        self.without_redis().is_none_or(|until| until <= Instant::now())
    }

    fn without_redis(&self) -> MutexGuard<'_, Option<Instant>> {
        self.without_redis.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Redis's answer, if it gives one in time.
async fn ask(mut redis: ConnectionManager, question: &redis::Cmd) -> Option<i64> {
    match timeout(PATIENCE, question.query_async(&mut redis)).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "redis does not count sign-ins; the database does");
            None
        }
        Err(_) => {
            tracing::warn!("redis took longer than a second to count a sign-in; the database does");
            None
        }
    }
}

#[derive(QueryableByName)]
struct Shut {
    #[diesel(sql_type = BigInt)]
    wait: i64,
}

async fn knock_at_database(conn: &mut AsyncPgConnection, door: &Door) -> Result<i64> {
    let statement = sql(include_str!("knock.sql"))
        .bind::<Text, _>(door.key.clone())
        .bind::<Integer, _>(door.free)
        .bind::<Integer, _>(LONGEST)
        .bind::<Integer, _>(MEMORY);
    let shut: Shut = statement.get_result(conn).await?;
    Ok(shut.wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(username: &str, address: &str) -> [String; 2] {
        doors(username, address.parse().unwrap()).map(|door| door.key)
    }

    #[test]
    fn an_account_has_a_door_for_each_address_and_an_address_one_for_all() {
        let [narrow, wide] = keys("a", "192.0.2.1");
        let [other, same] = keys("b", "192.0.2.1");
        assert!(narrow != other && wide == same && narrow != wide);
        assert!(keys("a", "192.0.2.2") != [narrow, wide]);
    }

    #[test]
    fn addresses_of_one_customer_are_one() {
        assert_eq!(keys("a", "2001:db8::1"), keys("a", "2001:db8::ffff:1"));
        assert!(keys("a", "2001:db8::1") != keys("a", "2001:db8:0:1::1"));
        assert_eq!(keys("a", "::ffff:192.0.2.1"), keys("a", "192.0.2.1"));
    }
}
